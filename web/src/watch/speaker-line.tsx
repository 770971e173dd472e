import { Pencil } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { speakerInitial } from '../format/speaker-name.ts'
import type { NameSpeaker } from './name-speaker.ts'
import styles from './speaker-line.module.css'

interface SpeakerLineProps {
  /** As it is shown. */
  readonly name: string
  /** What the transcript calls the speaker. */
  readonly label: string
  /** False while it is only the label. */
  readonly isNamed: boolean
  readonly onName: NameSpeaker
}

/** Who speaks from here on. A click turns the name into a field: what is typed there counts for the whole video. */
export function SpeakerLine({ name, label, isNamed, onName }: SpeakerLineProps) {
  const [isTyping, setTyping] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const wasTyping = useRef(false)
  // Whoever has typed is where they were before.
  useEffect(() => {
    if (wasTyping.current && !isTyping && document.activeElement === document.body)
      button.current?.focus()
    wasTyping.current = isTyping
  }, [isTyping])

  return (
    <div className={styles.line}>
      <span className={styles.initial} aria-hidden>
        {speakerInitial(name)}
      </span>
      {isTyping ? (
        <SpeakerField
          name={isNamed ? name : ''}
          placeholder={isNamed ? label : name}
          onEnd={(typed) => {
            setTyping(false)
            if (typed !== null) onName(label, typed === '' || typed === label ? null : typed)
          }}
        />
      ) : (
        <button
          ref={button}
          type="button"
          className={styles.name}
          title="Name this speaker"
          aria-label={`${name}, name this speaker`}
          onClick={() => setTyping(true)}
        >
          <span className={styles.text} dir="auto">
            {name}
          </span>
          <Pencil aria-hidden className={styles.pencil} />
        </button>
      )}
    </div>
  )
}

interface SpeakerFieldProps {
  readonly name: string
  readonly placeholder: string
  /** Null: nothing changes. */
  readonly onEnd: (typed: string | null) => void
}

/** Enter or leaving it keeps what is typed, Escape the old name; nothing at all takes the name back. */
function SpeakerField({ name, placeholder, onEnd }: SpeakerFieldProps) {
  const [text, setText] = useState(name)
  const end = (isKept: boolean): void => {
    const typed = text.replaceAll(/\s+/g, ' ').trim()
    onEnd(isKept && typed !== name ? typed : null)
  }
  return (
    <input
      className={styles.field}
      aria-label="Name of the speaker in this video"
      placeholder={placeholder}
      dir="auto"
      autoComplete="off"
      maxLength={200}
      value={text}
      autoFocus
      onFocus={({ currentTarget }) => currentTarget.select()}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        // Enter also ends the choice of a Chinese or Japanese word.
        if (event.nativeEvent.isComposing) return
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        end(event.key === 'Enter')
      }}
    />
  )
}
