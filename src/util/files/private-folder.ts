/** For `mkdir`: only this user can read the folder. */
export const PRIVATE_FOLDER = { recursive: true, mode: 0o700 } as const
