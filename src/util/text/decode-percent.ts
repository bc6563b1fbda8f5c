/** Decodes `%20` and the like; returns the text itself if one of them encodes no character. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
