/** Changes bytes as they stream by, in a way that depends on how the stream begins. */

/** Returns the changed bytes of a chunk; the last chunk may be empty. */
export type ByteTransform = (chunk: Buffer, isLast: boolean) => Buffer

/**
 * Holds chunks back until `isEnough` accepts the beginning of the stream, or until the stream ends. Then passes
 * all bytes through the transform that `choose` returns for this beginning.
 */
export async function* transformBytes(
  chunks: AsyncIterable<Buffer>,
  isEnough: (head: Buffer) => boolean,
  choose: (head: Buffer) => ByteTransform,
): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0)
  let transform: ByteTransform | undefined
  for await (const chunk of chunks) {
    if (transform) yield transform(chunk, false)
    else {
      head = Buffer.concat([head, chunk])
      if (!isEnough(head)) continue
      transform = choose(head)
      yield transform(head, false)
    }
  }
  if (transform) yield transform(Buffer.alloc(0), true)
  else yield choose(head)(head, true)
}

export const unchanged: ByteTransform = (chunk) => chunk
