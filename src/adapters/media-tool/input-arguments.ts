/**
 * How a file that somebody uploaded is handed to ffmpeg and ffprobe: as that one file, in one of these containers.
 * Playlists (HLS, DASH, concat, IMF), image sequences and scripts are none of them, so nothing that a file names is
 * ever read, neither from the disk nor from the network.
 */
export function inputArguments(path: string): string[] {
  return [
    ...['-protocol_whitelist', 'file,pipe', '-format_whitelist', containers.join(',')],
    ...['-i', fileUrl(path)],
  ]
}

/** Keeps ffmpeg from reading a path as a protocol or an option. */
export function fileUrl(path: string): string {
  return `file:${path}`
}

/** ffmpeg's names. A build passes over those that it does not know. */
const containers = [
  ...['mov', 'matroska', 'avi', 'mpegts', 'mpeg', 'mpegvideo', 'asf', 'flv', 'live_flv', 'mxf'],
  ...['nut', 'rm', 'dv', 'wtv', 'gxf', 'ivf', 'h264', 'hevc', 'm4v', 'ogg', 'mp3', 'aac', 'ac3'],
  ...['eac3', 'dts', 'dtshd', 'truehd', 'wav', 'w64', 'aiff', 'caf', 'au', 'flac', 'amr', 'tta'],
  ...['wv', 'ape', 'mpc', 'mpc8', 'tak', 'voc', 'dsf', 'oma'],
]
