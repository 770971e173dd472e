import { answerOf } from '../api/client.ts'

/** Gives a video captions in place of its transcript. The file goes as it is: the server knows its encoding better. */
export async function putCaptions(videoId: string, captions: File): Promise<void> {
  const form = new FormData()
  form.append('captions', captions, captions.name)
  await answerOf<unknown>(send(`/videos/${videoId}/captions`, form))
}

async function send(
  address: string,
  body: FormData,
): Promise<{ response: Response; error?: unknown }> {
  const response = await fetch(address, { method: 'PUT', body })
  const answer: unknown = await response.json().catch(() => undefined)
  return response.ok ? { response } : { response, error: answer }
}
