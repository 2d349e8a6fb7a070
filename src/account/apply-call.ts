import { AwsPort, AwsService } from './account-reader';

/** One call that changes a bucket, as the AWS SDK takes it: plain JSON, dates as texts. */
export interface CallToApply {
  readonly service: AwsService & ('s3' | 's3control');
  readonly call: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Sends a call in the Region of its bucket. @throws the error of the SDK */
export async function applyCall(clients: AwsPort, region: string, { service, call, input }: CallToApply): Promise<void> {
  await clients.send(service, call, withDates(input) as CallToApply['input'], region);
}

/** What the SDK wants as a date, and JSON has as a text: the days of lifecycle rules. */
const DATE = 'Date';

function withDates(value: unknown): unknown {
  return Array.isArray(value) ? value.map(withDates)
    : typeof value !== 'object' || value === null ? value
      : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, name === DATE && typeof item === 'string' ? new Date(item) : withDates(item)]));
}
