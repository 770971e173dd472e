import { describe, expect, it } from 'vitest'
import { createKeptUploads, type KeptUpload } from './kept-uploads.ts'

const talk: KeptUpload = {
  key: 'talk.mp4:100:1',
  name: 'talk.mp4',
  sizeBytes: 100,
  address: 'http://localhost/uploads/1',
  captionsName: null,
}

describe('unfinished uploads', () => {
  it('are found by the next visit', async () => {
    const browser = browserWithPages()
    createKeptUploads(browser.openPage()).keep(talk)
    browser.closePages()
    expect(await createKeptUploads(browser.openPage()).orphans()).toMatchObject([talk])
  })

  it('belong to the page that works on them as long as it is open', async () => {
    const browser = browserWithPages()
    const first = createKeptUploads(browser.openPage())
    first.keep(talk)
    expect(await first.orphans()).toEqual([])
    expect(await createKeptUploads(browser.openPage()).orphans()).toEqual([])
  })

  it('are kept once, with the last address, and are forgotten when they are over', async () => {
    const browser = browserWithPages()
    const kept = createKeptUploads(browser.openPage())
    kept.keep(talk)
    kept.keep({ ...talk, key: 'other' })
    kept.keep({ ...talk, address: 'http://localhost/uploads/2' })
    kept.forget('other')
    browser.closePages()
    const found = await createKeptUploads(browser.openPage()).orphans()
    expect(found.map(({ address }) => address)).toEqual(['http://localhost/uploads/2'])
  })

  it('do without locks, and without what somebody else wrote there', async () => {
    const recall = () => JSON.stringify([{ ...talk, page: 'p' }, { name: 'no address' }, 7, null])
    const kept = createKeptUploads({ recall, remember: () => undefined, locks: undefined })
    expect((await kept.orphans()).map(({ name }) => name)).toEqual(['talk.mp4'])
    const broken = { recall: () => '{', remember: () => undefined, locks: undefined }
    expect(await createKeptUploads(broken).orphans()).toEqual([])
  })
})

/** What pages of one browser share: the storage and the locks. */
function browserWithPages() {
  const storage = new Map<string, string>()
  let held: string[] = []
  return {
    closePages: () => (held = []),
    openPage: () => ({
      recall: (name: string) => storage.get(name) ?? null,
      remember: (name: string, value: string) => void storage.set(name, value),
      locks: {
        request: (name: string) => {
          held.push(name)
          return new Promise<never>(() => undefined)
        },
        query: () => Promise.resolve({ held: held.map((name) => ({ name })), pending: [] }),
      },
    }),
  }
}
