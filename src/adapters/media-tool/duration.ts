import { eachPacket, noPackets } from './packets.ts'
import { audioTrack, videoTrack, type FfprobeReport } from './ffprobe-report.ts'
import type { RunProgram } from './run-program.ts'

/**
 * How long the played tracks really are. Headers lie (cut downloads, broken recorders) and some containers say nothing
 * (what browsers record, raw streams), so the last packets decide: they are looked up near the claimed end, and where
 * nothing is there, all packets are read (not decoded). Null when there are no packets.
 */
export async function measureDuration(
  path: string,
  report: FfprobeReport,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<number | null> {
  const span = (interval: string | null) => packetSpan(path, report, interval, runProgram, signal)
  const { start_time: start, duration } = report.format
  const claimed = duration ?? Math.max(0, ...report.streams.map((stream) => stream.duration ?? 0))
  if (start !== null && claimed > 0) {
    const tail = await span(`${start + Math.max(0, claimed - tailSeconds)}%`)
    if (tail) return believable(claimed, tail.end - start)
  }
  const all = await span(null)
  return all && believable(claimed, all.end - (start ?? all.start))
}

const tailSeconds = 5

/** The header is finer than the packets (it knows how long the last one is shown), so it is kept while the two agree. */
function believable(claimed: number, measured: number): number {
  return Math.abs(claimed - measured) <= 1 ? claimed : Math.max(0, measured)
}

async function packetSpan(
  path: string,
  report: FfprobeReport,
  interval: string | null,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<{ start: number; end: number } | null> {
  const played = new Set([videoTrack(report)?.index, audioTrack(report)?.index])
  const previous = new Map<number, number>()
  let start = Infinity
  let end = -Infinity
  await eachPacket(
    { path, interval, track: null },
    ({ streamIndex, seconds, durationSeconds }) => {
      if (!played.has(streamIndex)) return
      // A packet without a duration lasts as long as the one before it did.
      const gap = Math.max(0, seconds - (previous.get(streamIndex) ?? seconds))
      previous.set(streamIndex, seconds)
      start = Math.min(start, seconds)
      end = Math.max(end, seconds + (durationSeconds || gap))
    },
    runProgram,
    signal,
  ).catch(noPackets)
  return end === -Infinity ? null : { start, end }
}
