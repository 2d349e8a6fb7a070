import { RequestPart } from './request-part';
import { Sender } from './sender';
import { PrincipalPattern } from '../policy-document';
import { readAwsIdentity } from '../policy-request';

type Senders = readonly RequestPart<Sender>[];

/** Senders by who they are: policies name more principals than it pays to look through for each of them. */
export class SenderIndex {
  private readonly bySign = new Map<string, RequestPart<Sender>[]>();

  constructor(private readonly senders: Iterable<RequestPart<Sender>>) {
    for (const sender of senders) {
      for (const sign of signsOf(sender.value)) {
        const found = this.bySign.get(sign);
        if (found) {
          found.push(sender);
        } else {
          this.bySign.set(sign, [sender]);
        }
      }
    }
  }

  /** All senders that the principal means or may mean, and perhaps more. */
  meantBy({ type, value }: PrincipalPattern): Iterable<RequestPart<Sender>> {
    if (type === 'Service' && typeof value === 'string') {
      return this.of('service');
    }
    const identity = type === 'AWS' && typeof value === 'string' ? readAwsIdentity(value) : undefined;
    if (!identity) {
      return this.senders;
    }
    const own = identity.kind === 'root' ? this.of(`account ${identity.account}`)
      : [...this.of(identity.arn), ...this.of(`sessions ${identity.account}`).filter(({ value: { caller } }) => caller.identity?.arn !== identity.arn)];
    return [...own, ...this.of('canonical user')];
  }

  private of(sign: string): Senders {
    return this.bySign.get(sign) ?? [];
  }
}

function signsOf({ caller: { type, identity } }: Sender): string[] {
  return type === 'Service' ? ['service'] : type === 'CanonicalUser' ? ['canonical user']
    : identity ? [`account ${identity.account}`, identity.arn, ...identity.kind === 'session' ? [`sessions ${identity.account}`] : []] : [];
}
