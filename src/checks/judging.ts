import { KnownHere } from './known-here';
import { Reported } from './reported';
import { Check } from '../rules/check';
import { Judged } from '../rules/unused-acknowledgements';

/** What a pack or aspect goes by in one synth. */
export interface Judging {
  readonly check: Check;
  readonly reported: Reported;
  /** Absent where there is not a baseline. */
  readonly known: KnownHere | undefined;
  /** Everything that was found: what is acknowledged and known, too. */
  readonly judged: Judged[];
}
