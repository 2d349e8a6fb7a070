/** Where the command reads and prints. Standard output gets the answer and nothing else. */
export interface Streams {
  /** Whether standard output shows colours. */
  readonly hasColors?: boolean;
  out(text: string): void;
  err(text: string): void;
  /** All of standard input; that of the process, if there is none. */
  in?(): Buffer;
  /** A line that the next one replaces, where someone is watching. */
  progress?(text: string): void;
  /** Takes that line away. */
  done?(): void;
  /** Asks anyone who sits at the terminal; not there where nobody does. */
  ask?(question: string): Promise<string>;
  /** Calls `stop` where someone wants the command to end with what it has. @returns what ends that, so that the process is ended as ever */
  onInterrupt?(stop: () => void): () => void;
}
