/** The stages of a video that lead to its being found, in order. */
export const mainStages = ['probe', 'transcribe', 'speakers', 'chunk', 'embed'] as const

/** Stages beside them: nothing waits for these. */
export const sideStages = ['pictures', 'rendition'] as const

export type MainStage = (typeof mainStages)[number]
export type SideStage = (typeof sideStages)[number]
export type StageName = MainStage | SideStage

export type StageState = 'queued' | 'running' | 'waiting' | 'done' | 'failed'
