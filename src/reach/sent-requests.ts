import { ChainCaller } from './chain-caller';
import { Arrival } from './network-path';

/** What is known of requests beside who sends them: on which resource, and how they arrive. */
export interface Sent {
  readonly arrival: Arrival;
  readonly caller: ChainCaller;
  readonly resources: readonly string[];
  /** Some such request is enough, from whatever address and with whatever tags. */
  readonly isAny?: true;
  /** The access point that they go through, whose keys the bucket policy sees. */
  readonly accessPoint?: ThroughPoint;
}

/** What the keys of an access point say. */
export interface ThroughPoint {
  readonly arn: string;
  readonly account: string;
  /** Absent where requests do not say. */
  readonly origin: 'Internet' | 'VPC' | undefined;
}
