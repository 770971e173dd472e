import type { Video } from '../api/types.ts'
import { MenuAt, MenuItem, MenuLine } from '../components/menu.tsx'
import { formatBytes } from '../format/bytes.ts'

const formats = [
  { name: 'Captions', note: 'VTT', path: 'transcript.vtt', extension: 'vtt' },
  { name: 'Captions', note: 'SRT', path: 'transcript.srt', extension: 'srt' },
  { name: 'Text', note: 'TXT', path: 'transcript.txt', extension: 'txt' },
  { name: 'Everything with times', note: 'JSON', path: 'transcript', extension: 'json' },
] as const

interface DownloadMenuProps {
  readonly video: Video
  readonly hasFile: boolean
  readonly anchor: Element
  readonly onClose: () => void
}

export default function DownloadMenu({ video, hasFile, anchor, onClose }: DownloadMenuProps) {
  const { id, title, transcript, size_bytes: size } = video
  return (
    <MenuAt label="Downloads" anchor={anchor} onClose={onClose}>
      {transcript &&
        formats.map(({ name, note, path, extension }) => (
          <MenuItem
            key={extension}
            href={`/videos/${id}/${path}`}
            download={`${title}.${extension}`}
            note={note}
          >
            {name}
          </MenuItem>
        ))}
      {transcript && hasFile && <MenuLine />}
      {hasFile && (
        <MenuItem href={`/videos/${id}/media?download=1`} download note={formatBytes(size ?? 0)}>
          The file
        </MenuItem>
      )}
    </MenuAt>
  )
}
