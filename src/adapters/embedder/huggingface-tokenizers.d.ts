/** The types that the package brings do not resolve under `nodenext`: their imports have no extensions. This is what is used of it. */
declare module '@huggingface/tokenizers' {
  export class Tokenizer {
    /** The contents of tokenizer.json and of tokenizer_config.json. */
    constructor(tokenizer: object, config: object)
    encode(text: string): { ids: number[] }
  }
}
