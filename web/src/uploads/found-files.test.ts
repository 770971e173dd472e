import { describe, expect, it } from 'vitest'
import { chosenFiles, droppedFiles } from './found-files.ts'

describe('files of a drop', () => {
  it('finds the files in folders, however deep, in the order a person counts', async () => {
    const drop = dropOf(
      folder('talks', [
        file('part 10.mp4'),
        file('part 2.mp4'),
        folder('2024', [folder('autumn', [file('opening.mkv')])]),
      ]),
      file('alone.mp3'),
    )
    expect((await droppedFiles(drop)).map(({ path }) => path)).toEqual([
      'alone.mp3',
      'talks/2024/autumn/opening.mkv',
      'talks/part 2.mp4',
      'talks/part 10.mp4',
    ])
  })

  it('asks a folder again until it has given all of its entries', async () => {
    const many = Array.from({ length: 250 }, (_, index) => file(`${index}.mp4`))
    expect(await droppedFiles(dropOf(folder('many', many)))).toHaveLength(250)
  })

  it('leaves hidden files and folders alone, unless one was dropped by itself', async () => {
    const drop = dropOf(
      folder('talks', [file('.DS_Store'), folder('.git', [file('a.mp4')]), file('b.mp4')]),
      file('.named.mp4'),
    )
    expect((await droppedFiles(drop)).map(({ path }) => path)).toEqual([
      '.named.mp4',
      'talks/b.mp4',
    ])
  })

  it('takes the others when one cannot be read', async () => {
    const broken = file('broken.mp4', (_taken, failed) =>
      failed?.(new DOMException('No permission', 'NotReadableError')),
    )
    const found = await droppedFiles(dropOf(folder('talks', [broken, file('good.mp4')])))
    expect(found.map(({ path }) => path)).toEqual(['talks/good.mp4'])
  })

  it('takes no notice of text that is dropped', async () => {
    const text = { kind: 'string', webkitGetAsEntry: () => null, getAsFile: () => null }
    expect(await droppedFiles({ items: itemsOf([text]) })).toEqual([])
  })

  it('takes plain files where the browser knows no entries', async () => {
    const plain = {
      kind: 'file',
      webkitGetAsEntry: () => null,
      getAsFile: () => new File(['x'], 'talk.mp4'),
    }
    const found = await droppedFiles({ items: itemsOf([plain]) })
    expect(found.map(({ path }) => path)).toEqual(['talk.mp4'])
  })
})

describe('files of an input', () => {
  it('keeps the folder that a file was chosen with', () => {
    const inFolder = new File(['x'], 'talk.mp4')
    Object.defineProperty(inFolder, 'webkitRelativePath', { value: 'talks/talk.mp4' })
    const hidden = new File(['x'], '._talk.mp4')
    Object.defineProperty(hidden, 'webkitRelativePath', { value: 'talks/._talk.mp4' })
    const found = chosenFiles([inFolder, hidden, new File(['x'], 'alone.mp4')])
    expect(found.map(({ path }) => path)).toEqual(['alone.mp4', 'talks/talk.mp4'])
  })
})

type Item = Pick<DataTransferItem, 'kind' | 'webkitGetAsEntry' | 'getAsFile'>

function dropOf(...entries: FileSystemEntry[]): Pick<DataTransfer, 'items'> {
  return {
    items: itemsOf(
      entries.map((entry) => ({
        kind: 'file',
        webkitGetAsEntry: () => entry,
        getAsFile: () => null,
      })),
    ),
  }
}

function itemsOf(items: Item[]): DataTransferItemList {
  return items as unknown as DataTransferItemList
}

function file(
  name: string,
  read: FileSystemFileEntry['file'] = (taken) => taken(new File(['x'], name)),
): FileSystemFileEntry {
  return Object.assign(entryOf(name), { isFile: true, file: read })
}

/** Gives its entries a hundred at a time, as browsers do. */
function folder(name: string, entries: FileSystemEntry[]): FileSystemDirectoryEntry {
  return Object.assign(entryOf(name), {
    isDirectory: true,
    getFile: () => undefined,
    getDirectory: () => undefined,
    createReader: () => {
      const rest = [...entries]
      return { readEntries: (taken: FileSystemEntriesCallback) => taken(rest.splice(0, 100)) }
    },
  })
}

function entryOf(name: string): FileSystemEntry {
  return {
    name,
    fullPath: `/${name}`,
    isFile: false,
    isDirectory: false,
    filesystem: {} as FileSystem,
    getParent: () => undefined,
  }
}
