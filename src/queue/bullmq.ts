/** BullMQ is loaded on first use. In the bundled program, this CommonJS package has only a default export. */
export const loadBullmq = async () => (await import('bullmq')).default
