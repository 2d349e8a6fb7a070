import { WhoCanAnswer } from '../reach/who-can';

/** A bucket by the id that people know it by, and who can use it. */
export interface WhoCanReport extends WhoCanAnswer {
  readonly id: string;
}
