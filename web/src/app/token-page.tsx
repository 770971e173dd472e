import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../api/api-error.ts'
import { answerOf, api } from '../api/client.ts'
import { serverState } from '../api/server-state.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Logo } from '../components/logo.tsx'
import styles from './token-page.module.css'

/** Asks for the token of a server that has one; the server remembers this browser by a cookie. */
export default function TokenPage() {
  const client = useQueryClient()
  const [token, setToken] = useState('')
  const enter = useMutation({
    mutationFn: () => answerOf(api.POST('/session', { body: { token } })),
    onSuccess: () => {
      serverState.change({ locked: false })
      void client.resetQueries()
    },
  })
  return (
    <main className={styles.page}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          enter.mutate()
        }}
      >
        <Logo />
        <h1 className={styles.title}>This library asks for a token</h1>
        <p className={styles.text}>
          It is the value of <code>CUEPOINT_API_TOKEN</code> on the server. Whoever runs the server
          has it.
        </p>
        <Field
          label="Token"
          type="password"
          autoComplete="current-password"
          autoFocus
          required
          value={token}
          onChange={(event) => setToken(event.target.value)}
          problem={enter.error ? problemOf(enter.error) : undefined}
        />
        <Button type="submit" tone="primary" disabled={enter.isPending || token === ''}>
          Open the library
        </Button>
      </form>
    </main>
  )
}

function problemOf(error: Error): string {
  return error instanceof ApiError && error.status === 401
    ? 'The server does not know this token.'
    : error.message
}
