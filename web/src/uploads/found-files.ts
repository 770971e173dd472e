/** A file that was dropped or chosen. */
export interface FoundFile {
  /** With the folders it was found in: `talks/2024/opening.mp4`. */
  readonly path: string
  readonly file: File
}

/** All files of a drop, with those in its folders however deep; hidden files are left where they are. */
export async function droppedFiles(transfer: Pick<DataTransfer, 'items'>): Promise<FoundFile[]> {
  // The list of items is emptied as soon as the event is over, so everything is asked for at once.
  const dropped = Array.from(transfer.items)
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const found = await Promise.all(
    dropped.map(async ({ entry, file }) => {
      if (entry) return filesBelow(entry, '')
      return file ? [{ path: file.name, file }] : []
    }),
  )
  return inOrder(found.flat())
}

/** The files of an `<input type="file">`, with or without `webkitdirectory`. */
export function chosenFiles(files: Iterable<File>): FoundFile[] {
  const found = Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file }))
  return inOrder(found.filter(({ path }) => !isHidden(path)))
}

async function filesBelow(entry: FileSystemEntry, folder: string): Promise<FoundFile[]> {
  const path = folder + entry.name
  if (folder !== '' && entry.name.startsWith('.')) return []
  try {
    if (isFolder(entry)) {
      const entries = await entriesIn(entry)
      return (await Promise.all(entries.map((child) => filesBelow(child, `${path}/`)))).flat()
    }
    return isFile(entry) ? [{ path, file: await fileOf(entry) }] : []
  } catch {
    // A file without permission, or gone since: the others are still worth taking.
    return []
  }
}

/** A reader gives at most a hundred entries at a time, and none when it has given all. */
async function entriesIn(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const entries: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject)
    })
    if (some.length === 0) return entries
    entries.push(...some)
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject)
  })
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isHidden(path: string): boolean {
  return path.includes('/.')
}

/** As a person would count: part 2 before part 10. */
function inOrder(files: FoundFile[]): FoundFile[] {
  const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
  return files.sort((a, b) => compare(a.path, b.path))
}
