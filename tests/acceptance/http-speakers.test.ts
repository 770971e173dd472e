import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../src/http/schemas/common.ts'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { speaker, speakerList } from '../../src/http/schemas/speakers.ts'
import { accepted, transcript } from '../../src/http/schemas/video.ts'
import { asJson, startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ worker: true })
})
afterAll(async () => server[Symbol.asyncDispose]())

type Line = readonly [speaker: string | null, text: string]

const interview: readonly Line[] = [
  ['S1', 'How long does the dough rest?'],
  ['S2', 'It rests for a whole night.'],
  ['S1', 'And the oven?'],
  [null, 'Somebody laughs.'],
]

async function add(lines: readonly Line[] = interview): Promise<string> {
  const segments = lines.map(([name, text], index) => ({
    start: index * 5,
    end: index * 5 + 4,
    text,
    ...(name !== null && { speaker: name }),
  }))
  const body = { title: 'Interview', language: 'en', transcript: { segments } }
  const { id } = await server.askFor(accepted, 202, '/videos', asJson(body))
  await untilSettled(server, id)
  return id
}

const speakersOf = async (id: string) =>
  (await server.askFor(speakerList, 200, `/videos/${id}/speakers`)).speakers

const path = (id: string, label: string) => `/videos/${id}/speakers/${encodeURIComponent(label)}`

const name = (id: string, label: string, given: string | null) =>
  server.askFor(speaker, 200, path(id, label), asJson({ name: given }, 'PATCH'))

describe('the speakers of a video', () => {
  it('are listed in the order of their first words, with how much they say', async () => {
    expect(await speakersOf(await add())).toEqual([
      { label: 'S1', name: null, seconds: 8, segments: 2 },
      { label: 'S2', name: null, seconds: 4, segments: 1 },
    ])
    expect(await speakersOf(await add([[null, 'Nobody is named.']]))).toEqual([])
  })

  it('get a name once, which is shown everywhere', async () => {
    const id = await add()
    expect(await name(id, 'S2', '  Anna \n Schmidt ')).toMatchObject({
      label: 'S2',
      name: 'Anna Schmidt',
    })
    const { segments } = await server.askFor(transcript, 200, `/videos/${id}/transcript`)
    expect(segments.map((one) => [one.speaker, one.speaker_label])).toEqual([
      ['S1', 'S1'],
      ['Anna Schmidt', 'S2'],
      ['S1', 'S1'],
      [undefined, undefined],
    ])
    const exported = (extension: string) =>
      server.ask(`/videos/${id}/transcript.${extension}`).then((answer) => answer.text())
    expect(await exported('vtt')).toContain('<v Anna Schmidt>It rests')
    expect(await exported('srt')).toContain('Anna Schmidt: It rests')
    expect(await exported('txt')).toContain('Anna Schmidt: It rests')
    const { results } = await server.askFor(
      searchAnswer,
      200,
      `/search?q=rests&video=${id}&speaker=anna`,
    )
    expect(results[0]).toMatchObject({
      speaker: 'Anna Schmidt',
      speaker_label: 'S2',
      jump_to: 4.75,
    })
  })

  it.each([null, '', ' ', 'S2'])('lose it again by %j', async (nothing) => {
    const id = await add()
    await name(id, 'S2', 'Anna')
    expect(await name(id, 'S2', nothing)).toMatchObject({ label: 'S2', name: null })
    const { segments } = await server.askFor(transcript, 200, `/videos/${id}/transcript`)
    expect(segments[1]?.speaker).toBe('S2')
  })

  it('keep their names when the transcript is cut anew', async () => {
    const id = await add()
    await name(id, 'S2', 'Anna')
    await server.ask('/reindex', asJson({ scope: 'chunks', videos: [id] }))
    await untilSettled(server, id)
    expect((await speakersOf(id)).map((one) => one.name)).toEqual([null, 'Anna'])
    const found = await server.askFor(searchAnswer, 200, `/search?q=night+speaker:anna&video=${id}`)
    expect(found.total).toBe(1)
  })

  it('can be called anything: slashes, other scripts, right to left, the longest name', async () => {
    const labels = ['a/b?c=%', '山田 太郎', 'דנה כהן', '🎤', 'ü'.repeat(200)]
    const id = await add(labels.map((label) => [label, 'Something is said.']))
    for (const label of labels) {
      const given = `„${label.slice(0, 150)}“`
      expect(await name(id, label, given)).toMatchObject({ label, name: given })
    }
  })

  it('do not stop a video whose labels are too long to be names', async () => {
    const id = await add([['x'.repeat(20_000), 'A very long name.']])
    expect((await untilSettled(server, id)).status.status).toBe('ready')
    expect(
      (await server.askFor(transcript, 200, `/videos/${id}/transcript`)).segments,
    ).toHaveLength(1)
  })

  it('are refused where they are not', async () => {
    const id = await add()
    const refused = (status: number, where: string, body: unknown) =>
      server.askFor(problem, status, where, asJson(body, 'PATCH'))
    expect(await refused(404, path(id, 'S9'), { name: 'Anna' })).toMatchObject({
      code: 'not-found',
    })
    const nowhere = '0197a000-0000-7000-8000-000000000000'
    await refused(404, path(nowhere, 'S1'), { name: 'Anna' })
    await refused(400, path(id, 'S1'), {})
    await refused(400, path(id, 'S1'), { name: 'x'.repeat(201) })
    await server.askFor(problem, 404, `/videos/${nowhere}/speakers`)
  })

  it('are gone with their video', async () => {
    const id = await add([['Zacharias', 'Only here.']])
    await server.ask(`/videos/${id}`, { method: 'DELETE' })
    const { speaker_suggestions: names } = await server.askFor(
      searchAnswer,
      200,
      '/search?q=here&speaker=zachariaz',
    )
    expect(names).not.toContain('Zacharias')
  })
})

describe('a search by speaker', () => {
  it('says which speakers there are when nobody has that name', async () => {
    await add([['Magdalena', 'Good evening.']])
    const answer = await server.askFor(searchAnswer, 200, '/search?q=evening&speaker=magdelena')
    expect(answer).toMatchObject({ total: 0, results: [], searched: { videos: 0, chunks: 0 } })
    expect(answer.speaker_suggestions[0]).toBe('Magdalena')
  })

  it('takes several speakers, and refuses a query without words', async () => {
    const id = await add([
      ['Uwe', 'The tram is late.'],
      ['Vera', 'The tram is early.'],
    ])
    const asked = `/search?q=tram&video=${id}&speaker=uwe&speaker=vera`
    expect((await server.askFor(searchAnswer, 200, asked)).total).toBe(1)
    const empty = await server.askFor(problem, 400, '/search?q=speaker:uwe')
    expect(empty).toMatchObject({ code: 'invalid-query' })
  })
})
