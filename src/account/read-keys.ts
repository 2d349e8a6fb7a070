import { LiveAnswer, LiveKey } from '../facts/live-bucket';
import { LiveSetting } from '../facts/live-setting';
import { dig, ownValue } from '../template/read-json';

type AskKms = (setting: Pick<LiveSetting, 'call' | 'permission' | 'absent'>, input: Readonly<Record<string, unknown>>) => Promise<LiveAnswer>;

/** Reads keys by what buckets name them: of those of other accounts only where they are. */
export async function readKeys(names: readonly string[], account: string, ask: AskKms): Promise<Readonly<Record<string, LiveKey>>> {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readKey(name, account, ask)] as const)));
}

async function readKey(name: string, account: string, ask: AskKms): Promise<LiveKey> {
  const described = await ask({ call: 'DescribeKey', permission: 'kms:DescribeKey', absent: ['NotFoundException'] }, { KeyId: name });
  const metadata = (part: string): LiveAnswer<string> => described.kind !== 'value' ? described
    : { kind: 'value', value: String(dig(described.value, 'KeyMetadata', part) ?? '') };
  const [arn, manager] = [metadata('Arn'), metadata('KeyManager')];
  const isOwn = arn.kind !== 'value' || arn.value.split(':')[4] === account;
  if (described.kind === 'absent' || !isOwn || (manager.kind === 'value' && manager.value === 'AWS')) {
    const reason = described.kind === 'absent' ? 'there is no such key' : isOwn ? 'AWS manages the key' : 'the key is in another account';
    return { arn, manager, policy: { kind: 'unknown', reason }, rotation: { kind: 'unknown', reason } };
  }
  // By its id: an alias is not taken here.
  const KeyId = arn.kind === 'value' ? arn.value : name;
  const [policy, rotation] = await Promise.all([
    ask({ call: 'GetKeyPolicy', permission: 'kms:GetKeyPolicy', absent: [] }, { KeyId, PolicyName: 'default' }),
    ask({ call: 'GetKeyRotationStatus', permission: 'kms:GetKeyRotationStatus', absent: [] }, { KeyId }),
  ]);
  return { arn, manager, policy, rotation: rotation.kind === 'value' ? { kind: 'value', value: ownValue(rotation.value, 'KeyRotationEnabled') === true } : rotation };
}
