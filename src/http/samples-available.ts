import { access } from 'node:fs/promises'
import { join } from 'node:path'

/** Whether the sample videos can be added: they are shipped and none of them is in the library. */
export async function samplesAvailable(
  samplesInLibrary: number,
  { samplesFolder }: { samplesFolder: string },
): Promise<boolean> {
  if (samplesInLibrary > 0) return false
  return access(join(samplesFolder, 'samples.json')).then(
    () => true,
    () => false,
  )
}
