/** What can be passed in to decompress: codecs that this folder does not bring along. */

export interface BackupCodecs {
  /**
   * Returns the bytes of one zstd frame; throws where it is malformed or gives more than `outputBytes`.
   * Without it a backup taken WITH (ALGORITHM = ZSTD) is refused with BAK_CODEC_MISSING.
   */
  readonly zstd?: (payload: Uint8Array, outputBytes: number) => Uint8Array
}

export type CompressionAlgorithm = 'xpress' | 'zstd'
