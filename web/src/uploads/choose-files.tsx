import { useRef, type ReactNode } from 'react'
import { Button } from '../components/button.tsx'
import { addFiles } from './add-files.ts'
import { mediaAccept } from './file-kinds.ts'
import { chosenFiles } from './found-files.ts'

interface ChooseFilesProps {
  readonly children: ReactNode
  readonly tone?: 'primary' | 'plain' | 'quiet'
  /** Asks for a folder in place of files. */
  readonly isFolder?: boolean
  readonly className?: string | undefined
}

/** A button that asks for files, or for a folder, and uploads them. */
export function ChooseFiles({
  children,
  tone = 'plain',
  isFolder = false,
  className,
}: ChooseFilesProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button tone={tone} className={className} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={isFolder ? 'Folder to add' : 'Files to add'}
        {...(isFolder ? { webkitdirectory: '' } : { accept: mediaAccept })}
        onChange={({ currentTarget }) => {
          void addFiles(chosenFiles(currentTarget.files ?? []))
          // The same file can be chosen again.
          currentTarget.value = ''
        }}
      />
    </>
  )
}
