import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CuepointError, MissingPartError, TemporaryError } from '../../src/domain/errors.ts'
import { recogniseAnew } from '../../src/ingest/recognise-anew.ts'
import { retryVideo } from '../../src/ingest/retry-video.ts'
import { setCaptions } from '../../src/ingest/set-captions.ts'
import { readSegments, readTranscript } from '../../src/library/read-transcript.ts'
import { nameSpeaker, readSpeakers } from '../../src/library/speakers.ts'
import { searchMoments } from '../../src/search/search-moments.ts'
import { testDatabases } from '../support/databases.ts'
import { said } from '../support/toy-media.ts'
import { openToyLibrary, type ToyLibrary } from '../support/toy-library.ts'

const captions = `WEBVTT

00:01.000 --> 00:02.000
<v Ada>Written by a person.
`

describe.each(testDatabases)('telling speakers apart, on $name', (database) => {
  describe.skipIf(database.skip)('the stage', () => {
    let directory = ''
    let library: ToyLibrary
    let databaseUrl: string | undefined
    const open = (speakers: boolean) =>
      openToyLibrary({ directory, speakers, ...(databaseUrl && { databaseUrl }) })

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'cuepoint-speakers-'))
      databaseUrl = await database.freshUrl()
      library = await open(true)
    })
    afterAll(async () => {
      await library[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    })

    const speakersOf = async (id: string) => {
      const { id: transcript } = await readTranscript(id, library.app)
      return (await readSegments(transcript, library.app)).map(({ speaker }) => speaker ?? null)
    }
    const settled = async (id: string) => {
      const video = await library.untilState(id, 'ready')
      await library.untilIdle()
      return video
    }
    const namesOf = async (id: string) =>
      (await readSpeakers(id, library.app)).map(({ label, name }) => [label, name])

    it('labels what was recognised, so that it is searched by speaker', async () => {
      const id = await library.add(said('First question here.', 'First answer here.', 'And on.'))
      await settled(id)
      expect(await speakersOf(id)).toEqual(['S1', 'S2', 'S1'])
      await nameSpeaker(id, 'S2', 'Grace', library.app)
      const request = {
        text: 'first speaker:grace',
        limit: 10,
        offset: 0,
        mode: 'keyword',
        groupByVideo: false,
        videoIds: [id],
      } as const
      const { moments } = await searchMoments(request, library.app)
      expect(moments.map(({ speaker, jumpTo }) => [speaker, jumpTo])).toEqual([['Grace', 4.75]])
    })

    it('asks nobody where captions say what is said', async () => {
      library.stages.entered.length = 0
      const id = await library.add(said('Something heard.'), { captions })
      await settled(id)
      expect(await speakersOf(id)).toEqual(['Ada'])
      expect(library.stages.count('speakers')).toBe(0)
    })

    it('keeps names through other captions, and drops them when speech is recognised anew', async () => {
      const id = await library.add(said('One more line.', 'Another line.'), { captions })
      await settled(id)
      await nameSpeaker(id, 'Ada', 'Ada Lovelace', library.app)
      const other = captions.replace('a person', 'somebody else')
      await setCaptions(id, { bytes: Buffer.from(other), fileName: 'x.vtt' }, library.app)
      await settled(id)
      expect(await namesOf(id)).toEqual([['Ada', 'Ada Lovelace']])
      await recogniseAnew(id, library.app)
      await settled(id)
      expect(await namesOf(id)).toEqual([
        ['S1', null],
        ['S2', null],
      ])
      await nameSpeaker(id, 'S1', 'Somebody', library.app)
      await recogniseAnew(id, library.app)
      await settled(id)
      expect(await namesOf(id)).toEqual([
        ['S1', null],
        ['S2', null],
      ])
    })

    it('waits for its models, and goes on when they are there', async () => {
      const missing = new MissingPartError('model-missing', 'No model.', 'Bring it.')
      library.stages.breakNext('speakers', missing)
      const id = await library.add(said('Waiting for a model.'))
      await expect
        .poll(async () => (await library.read(id)).status, { timeout: 20_000 })
        .toMatchObject({ stage: 'speakers', waiting: { code: 'model-missing' } })
      expect((await library.read(id)).status.searchableUntil).toBeGreaterThan(0)
      await settled(id)
      expect(await speakersOf(id)).toEqual(['S1'])
    })

    it.each([
      new TemporaryError('diarizer-stopped', 'It stopped.'),
      new CuepointError('broken', 'It broke.'),
    ])(
      'leaves a video ready without speakers when it fails ($code), and says so',
      async (fault) => {
        library.stages.breakNext('speakers', fault)
        const id = await library.add(said(`Something with ${fault.code}.`))
        const { status } = await settled(id)
        expect(status.notes).toEqual([expect.objectContaining({ code: 'no-speakers' })])
        expect(await speakersOf(id)).toEqual([null])
      },
    )

    it('lets videos pass that an older version has taken in without this stage', async () => {
      const release = library.stages.hold('transcribe')
      const id = await library.add(said('Taken in before.'))
      await library.app.database.query(
        `delete from stages where video_id = $1 and stage = 'speakers'`,
        [id],
      )
      release()
      await settled(id)
      expect(await speakersOf(id)).toEqual([null])
      await retryVideo(id, library.app)
      expect((await library.read(id)).status.state).toBe('ready')
    })

    it('is over at once where nobody is to tell speakers apart', async () => {
      await library[Symbol.asyncDispose]()
      library = await open(false)
      const id = await library.add(said('Nobody listens to voices.'))
      const { status } = await settled(id)
      expect(status).toMatchObject({ state: 'ready', notes: [] })
      expect(await speakersOf(id)).toEqual([null])
    })
  })
})
