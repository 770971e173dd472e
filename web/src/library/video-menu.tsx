import { useLocation } from 'wouter'
import type { Video } from '../api/types.ts'
import { MenuAt, MenuItem, MenuLine } from '../components/menu.tsx'
import { captionsAccept } from '../uploads/file-kinds.ts'
import { fileNameOf, formats, transcriptAddress } from './export-transcripts.ts'
import type { VideoActions } from './use-video-actions.ts'

interface VideoMenuProps {
  readonly video: Video
  readonly anchor: Element
  readonly actions: VideoActions
  readonly onClose: () => void
  readonly onRename: () => void
  readonly onDelete: () => void
}

/** All that can be done with one video. */
export default function VideoMenu({ video, anchor, actions, ...on }: VideoMenuProps) {
  const [, navigate] = useLocation()
  const hasFile = video.origin !== 'external'
  const hasWords = video.transcript !== null || video.status.searchable_until > 0
  return (
    <MenuAt label={`More about ${video.title}`} anchor={anchor} onClose={on.onClose}>
      <MenuItem onAction={() => navigate(`/videos/${video.id}`)}>Open</MenuItem>
      <MenuItem onAction={on.onRename} note="F2">
        Rename
      </MenuItem>
      {video.status.status === 'failed' && (
        <MenuItem onAction={() => void actions.retry(video)}>Try again</MenuItem>
      )}
      {hasFile && (
        <MenuItem
          onAction={() => askForCaptions((file) => void actions.replaceCaptions(video, file))}
        >
          Replace captions…
        </MenuItem>
      )}
      {hasFile && (
        <MenuItem onAction={() => void actions.recogniseAnew(video)}>
          Recognise speech anew
        </MenuItem>
      )}
      <MenuLine />
      {hasFile && (
        <MenuItem href={`/videos/${video.id}/media?download`} download={video.file_name ?? true}>
          Download the file
        </MenuItem>
      )}
      {formats.map(({ extension, name }) => (
        <MenuItem
          key={extension}
          href={transcriptAddress(video, extension)}
          download={fileNameOf(video.title, extension)}
          isDisabled={!hasWords}
          note={`.${extension}`}
        >
          {`Transcript, ${name}`}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem onAction={on.onDelete} isDanger>
        Delete…
      </MenuItem>
    </MenuAt>
  )
}

/** The browser's own question for a file; it needs no place on the page. */
function askForCaptions(onChosen: (file: File) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = captionsAccept
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file) onChosen(file)
  })
  input.click()
}
