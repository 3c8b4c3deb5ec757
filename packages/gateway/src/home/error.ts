/** Whose fault it is when the folder cannot be used is said in one sentence. */
export class HomeError extends Error {}
