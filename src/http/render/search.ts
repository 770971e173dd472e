import type { z } from 'zod'
import type { LegReport, Moment, MomentVideo, SearchAnswer } from '../../search/search-answer.ts'
import type { legReport, moment, searchAnswer } from '../schemas/search.ts'
import { thumbnailUrl, videoPath } from './video.ts'

/** The answer of a search as the API shows it. `text` is the query as it was asked: links repeat it. */
export function renderSearchAnswer(
  answer: SearchAnswer,
  text: string,
): z.output<typeof searchAnswer> {
  const renderMoments = (moments: readonly Moment[]) =>
    moments.map((found) => renderMoment(found, text))
  return {
    query: answer.query,
    took_ms: answer.tookMs,
    legs: {
      keyword: renderLeg(answer.legs.keyword),
      semantic: renderLeg(answer.legs.semantic),
      letters: renderLeg(answer.legs.letters),
    },
    total: answer.total,
    results: renderMoments(answer.moments),
    ...(answer.groups && {
      groups: answer.groups.map(({ video, total, moments }) => ({
        video: renderMomentVideo(video),
        total,
        moments: renderMoments(moments),
      })),
    }),
    suggestions: [...answer.suggestions],
    speaker_suggestions: [...answer.speakerSuggestions],
    unfinished_videos: answer.unfinishedVideos,
    searched: { ...answer.searched },
  }
}

function renderLeg({
  state,
  tookMs,
  candidates,
  coverage,
  reason,
}: LegReport): z.output<typeof legReport> {
  return { state, took_ms: tookMs, candidates, coverage, ...(reason !== undefined && { reason }) }
}

function renderMoment(found: Moment, text: string): z.output<typeof moment> {
  const { video, start, end, jumpTo, speaker, speakerLabel, snippet, score, matched } = found
  const path = videoPath(video.id)
  return {
    video: renderMomentVideo(video),
    start,
    end,
    jump_to: jumpTo,
    speaker,
    speaker_label: speakerLabel,
    text: found.text,
    snippet,
    score,
    matched: [...matched],
    // The words begin a moment after the place to jump to.
    frame_url: video.hasPicture ? `${path}/frame?t=${Math.round(jumpTo)}` : null,
    url: `${path}?${new URLSearchParams({ t: String(Math.round(jumpTo * 100) / 100), q: text }).toString()}`,
  }
}

function renderMomentVideo(video: MomentVideo): z.output<typeof moment>['video'] {
  return {
    id: video.id,
    title: video.title,
    duration: video.duration,
    language: video.language,
    thumbnail_url: thumbnailUrl(video),
    has_picture: video.hasPicture,
  }
}
