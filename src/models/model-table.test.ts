import { describe, expect, it } from 'vitest'
import { embeddingModel, modelTable, speechModel } from './model-table.ts'

describe('the table of models', () => {
  it('has every key once', () => {
    const keys = modelTable.map(({ key }) => key)
    expect(keys).toEqual([...new Set(keys)])
  })

  it.each(modelTable)('pins $key to a commit and its weights to a checksum', (model) => {
    expect(model.revision).toMatch(/^[0-9a-f]{40}$/)
    for (const { path, sha256, bytes } of model.files) {
      if (path !== 'tokenizer.json') expect(sha256, path).not.toBeNull()
      if (sha256 !== null) expect(sha256).toMatch(/^[0-9a-f]{64}$/)
      expect(bytes).toBeGreaterThan(0)
    }
  })

  it.each(modelTable)('has a file of $key for everything its loader opens', (model) => {
    const named = { ...model, ...('recipe' in model ? model.recipe : {}) }
    const roles = Object.values(named).filter(
      (value) => typeof value === 'string' && /\.(onnx|txt|json)$/.test(value),
    )
    expect(model.files.map(({ path }) => path).toSorted()).toEqual(roles.toSorted())
  })

  it('names what there is when asked for what there is not', () => {
    expect(() => speechModel('whisper-huge')).toThrow('whisper-base')
    expect(() => embeddingModel('whisper-base')).toThrow('multilingual-e5-small')
  })
})
