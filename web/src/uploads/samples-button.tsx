import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answerOf, api } from '../api/client.ts'
import { Button } from '../components/button.tsx'
import { ErrorNote } from '../components/error-note.tsx'

/** Adds the videos that come with Cuepoint. */
export function SamplesButton() {
  const client = useQueryClient()
  const add = useMutation({
    mutationFn: () => answerOf(api.POST('/samples')),
    onSuccess: () => client.invalidateQueries(),
  })
  return (
    <>
      <Button disabled={add.isPending} onClick={() => add.mutate()}>
        {add.isPending ? 'Adding the samples…' : 'Try it with the sample videos'}
      </Button>
      {add.error && <ErrorNote title="The samples could not be added" error={add.error} />}
    </>
  )
}
