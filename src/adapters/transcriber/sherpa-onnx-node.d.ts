/** The package brings no types that TypeScript finds. This is what is used of it. */
declare module 'sherpa-onnx-node' {
  interface OfflineStream {
    acceptWaveform(waveform: { readonly samples: Float32Array; readonly sampleRate: number }): void
  }

  interface OfflineRecognizer {
    createStream(): OfflineStream
    setConfig(config: object): void
    /** The JSON that the native side writes. */
    decodeAsync(stream: OfflineStream): Promise<unknown>
  }

  interface Vad {
    acceptWaveform(samples: Float32Array): void
    isEmpty(): boolean
    isDetected(): boolean
    /** `start` counts samples since the last reset. */
    front(enableExternalBuffer: boolean): { readonly start: number; readonly samples: Float32Array }
    pop(): void
    reset(): void
    flush(): void
  }

  /** What `adapters/diarizer` uses of it. */
  interface OfflineSpeakerDiarization {
    process(
      samples: Float32Array,
    ): { readonly start: number; readonly end: number; readonly speaker: number }[]
  }

  interface VoiceStream extends OfflineStream {
    inputFinished(): void
  }

  interface SpeakerEmbeddingExtractor {
    createStream(): VoiceStream
    compute(stream: VoiceStream, enableExternalBuffer: boolean): Float32Array
  }

  const sherpa: {
    readonly OfflineSpeakerDiarization: new (config: object) => OfflineSpeakerDiarization
    readonly SpeakerEmbeddingExtractor: new (config: object) => SpeakerEmbeddingExtractor
    readonly OfflineRecognizer: { createAsync(config: object): Promise<OfflineRecognizer> }
    readonly Vad: new (config: object, bufferSeconds: number) => Vad
  }
  export default sherpa
}
