/** Under which name the browser keeps what is unfinished. */
export const keptName = 'cuepoint.uploads'
