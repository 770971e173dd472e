import { useState } from 'react'
import type { Video } from '../api/types.ts'

export interface Selection {
  readonly videos: ReadonlyMap<string, Video>
  readonly select: (video: Video, isSelected: boolean) => void
  readonly selectMany: (videos: readonly Video[]) => void
  readonly clear: () => void
}

/** The videos that are selected; they stay so while the filter changes. */
export function useSelection(): Selection {
  const [videos, setVideos] = useState<ReadonlyMap<string, Video>>(new Map())
  return {
    videos,
    select: (video, isSelected) =>
      setVideos((before) => {
        const after = new Map(before)
        if (isSelected) after.set(video.id, video)
        else after.delete(video.id)
        return after
      }),
    selectMany: (more) =>
      setVideos(
        (before) => new Map([...before, ...more.map((video) => [video.id, video] as const)]),
      ),
    clear: () => setVideos(new Map()),
  }
}
