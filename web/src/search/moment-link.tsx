import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Moment } from '../api/types.ts'
import { fromResults, momentKey, type Hearing } from './use-hearing.ts'

interface MomentLinkProps {
  readonly moment: Moment
  readonly hearing: Hearing
  readonly className: string | undefined
  readonly children: ReactNode
}

/** To the second where it is said. Focus selects it for the pane beside the list; the space bar plays it there. */
export function MomentLink({ moment, hearing, className, children }: MomentLinkProps) {
  return (
    <Link
      href={moment.url}
      state={fromResults}
      data-moment={momentKey(moment)}
      className={className}
      onFocus={() => hearing.select(moment)}
      onKeyDown={(event) => {
        if (event.key !== ' ') return
        event.preventDefault()
        hearing.toggle()
      }}
    >
      {children}
    </Link>
  )
}
