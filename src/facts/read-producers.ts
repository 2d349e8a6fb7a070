import { Asked, DeliveryFacts, ProducerFacts, ServiceFacts, WriterFacts } from './bucket-facts';
import { DELIVERIES, DeliveryRow } from './delivery-table';
import { ENCRYPTION_MODES, ProducerRow } from './producer-row';
import { PRODUCERS } from './producer-table';
import { ServiceRow, SERVICES } from './service-table';
import { UnknownValue } from '../policy/unknown-value';
import { TemplateEvaluator } from '../template/evaluate-template';
import { constructPathOf, EvaluatedResource, isDeployedWith, isNeverDeployedWith } from '../template/evaluated-resource';
import { Known, known, unknown } from '../template/known';
import { dig, textOf } from '../template/read-json';
import { symbol } from '../template/symbol';
import { keysOf } from '../template/written-keys';

/** What is read from a resource for some bucket. */
interface Found<T> {
  readonly resource: EvaluatedResource;
  readonly facts: Omit<T, 'deployed'>;
}

/** What was read, by the name of the bucket. */
type ByBucket<T> = ReadonlyMap<string, Found<T>[]>;

/** What in templates writes to buckets, looked up by the bucket. Read when the first question is asked. */
export class BucketWriters {
  private found: { readonly producers: ByBucket<ProducerFacts>; readonly deliveries: ByBucket<DeliveryFacts>; readonly services: ByBucket<ServiceFacts> } | undefined;

  constructor(private readonly ofType: (type: string) => readonly EvaluatedResource[], private readonly evaluator: TemplateEvaluator) {}

  /** Those that choose the encryption of what they write to the bucket of this name. */
  producersOf(bucket: EvaluatedResource, name: string): ProducerFacts[] {
    return deployedWith(bucket, (this.found ??= this.find()).producers.get(name) ?? []);
  }

  /** Those that cannot write to every bucket, and are to write to that of this name. */
  deliveriesOf(bucket: EvaluatedResource, name: string): DeliveryFacts[] {
    return deployedWith(bucket, (this.found ??= this.find()).deliveries.get(name) ?? []);
  }

  /** Those that use the bucket of this name by a principal of their own. */
  servicesOf(bucket: EvaluatedResource, name: string): ServiceFacts[] {
    return deployedWith(bucket, (this.found ??= this.find()).services.get(name) ?? []);
  }

  private find() {
    const domains = this.domainsOfBuckets();
    return {
      producers: this.read<ProducerRow, ProducerFacts>(PRODUCERS, domains, (row, at) => ({ row, asks: askedBy(row, row.by ? this.settingsBy(row.by, at) : at) })),
      deliveries: this.read<DeliveryRow, DeliveryFacts>(DELIVERIES, domains, (row, at) =>
        Object.entries(row.unless ?? {}).some(([path, values]) => ['', ...values].includes(textOf(at(path)))) ? undefined : { row }),
      services: this.read<ServiceRow, ServiceFacts>(SERVICES, domains, (row, at) =>
        (row.has === undefined || at(row.has) !== undefined) && this.isBeside(row) ? { row } : undefined),
    };
  }

  private read<Row extends ProducerRow | DeliveryRow | ServiceRow, Facts extends ProducerFacts | DeliveryFacts | ServiceFacts>(
    rows: readonly Row[], domains: ReadonlyMap<string, string>, more: (row: Row, at: (path: string) => unknown) => Pick<Facts, Exclude<keyof Facts, keyof WriterFacts>> | undefined,
  ): ByBucket<Facts> {
    const found = new Map<string, Found<Facts>[]>();
    for (const row of rows) {
      for (const resource of this.ofType(row.type)) {
        for (const { value, path } of partsAt(resource.properties, row.part?.split('.') ?? [])) {
          const at = (below: string) => below.startsWith('/') ? dig(resource.properties, ...below.slice(1).split('.')) : dig(value, ...below.split('.'));
          const named = bucketIn(textOf(at(row.bucket)), domains);
          const facts = named !== undefined && counts(row, at) ? more(row, at) : undefined;
          if (named && facts) {
            const { account } = resource.template;
            const common: Omit<WriterFacts, 'deployed'> = {
              address: resource.address, constructPath: constructPathOf(resource), path: [...path, row.bucket].join('.'), account, keys: keysOf(row, named.behind, account, at),
            };
            found.set(named.bucket, [...found.get(named.bucket) ?? [], { resource, facts: { ...common, ...facts } as unknown as Omit<Facts, 'deployed'> }]);
          }
        }
      }
    }
    return found;
  }

  /** The settings of a producer that names another resource for them: none if it names none. */
  private settingsBy([reference, type, part]: NonNullable<ProducerRow['by']>, at: (path: string) => unknown): (path: string) => unknown {
    const named = at(reference);
    const found = this.ofType(type).find((resource) => named !== undefined && [this.reference(resource), textOf(dig(resource.properties, 'Name'))].includes(textOf(named)));
    const elsewhere = named === undefined ? undefined : new UnknownValue(`${type.replace(/.*::/, '')} ${textOf(named)} is not in these templates`);
    return (path) => found ? dig(found.properties, ...part.split('.'), ...path.split('.')) : elsewhere;
  }

  private reference({ address, template }: EvaluatedResource): string {
    return textOf(this.evaluator.evaluate({ Ref: address.logicalId }, template));
  }

  private isBeside({ beside }: ServiceRow): boolean {
    return beside === undefined || this.ofType(beside[0]).some(({ properties }) => beside[2].test(textOf(dig(properties, ...beside[1].split('.')))));
  }

  /** What AWS calls the domains of buckets, whose names it may choose. */
  private domainsOfBuckets(): ReadonlyMap<string, string> {
    return new Map(this.ofType('AWS::S3::Bucket').flatMap((bucket) => {
      const { template, logicalId } = bucket.address;
      const name = this.reference(bucket);
      return ['DomainName', 'RegionalDomainName', 'DualStackDomainName'].map((attribute) => [symbol(template, `${logicalId}.${attribute}`), name] as const);
    }));
  }
}

function deployedWith<T>(bucket: EvaluatedResource, found: readonly Found<T>[]): T[] {
  return found.filter(({ resource }) => !isNeverDeployedWith(resource, bucket)).map(({ resource, facts }) => ({ ...facts, deployed: isDeployedWith(resource, bucket) }) as T);
}

/** The parts of a value at a path in which `*` is each item of a list. */
function partsAt(value: unknown, [step, ...below]: readonly string[], path: readonly string[] = []): { readonly value: unknown; readonly path: readonly string[] }[] {
  if (step === undefined) {
    return value === undefined || value instanceof UnknownValue ? [] : [{ value, path }];
  }
  return step === '*' ? (Array.isArray(value) ? value : []).flatMap((item, i) => partsAt(item, below, [...path, String(i)])) : partsAt(dig(value, step), below, [...path, step]);
}

function counts({ when = {} }: Pick<ProducerRow, 'when'>, at: (path: string) => unknown): boolean {
  return Object.entries(when).every(([path, values]) => {
    const value = at(path);
    // What is decided at deployment may be what counts.
    return value instanceof UnknownValue || values.includes(value === undefined ? undefined : textOf(value));
  });
}

/** The name of the bucket in a name, an ARN, a URI or a domain, each with a prefix or without, and that prefix. */
function bucketIn(text: string, domains: ReadonlyMap<string, string>): { readonly bucket: string; readonly behind: string } | undefined {
  const path = text.replace(/^s3[an]?:\/\//i, '').replace(/^arn:(?:⟦[^⟧]*⟧|[^⟦:])*:s3:::/, '');
  const [first] = /^(?:⟦[^⟧]*⟧|[^⟦/])+/.exec(path) ?? [];
  return first ? { bucket: domains.get(first) ?? first.replace(/\.s3[.-](?:⟦[^⟧]*⟧|[^⟦])*$/, ''), behind: path.slice(first.length + 1) } : undefined;
}

function askedBy({ off, mode, sseS3, key, byDefault }: ProducerRow, at: (path: string) => unknown): Known<Asked> {
  const values = [off, mode, key].map((path) => path === undefined ? undefined : at(path));
  const open = values.find((value) => value instanceof UnknownValue);
  if (open instanceof UnknownValue) {
    return unknown(open.reason);
  }
  const [isOff, named, keyId] = values.map(textOf);
  const asks = isOff === 'true' ? 'bucket'
    : named !== '' ? ENCRYPTION_MODES[named.toUpperCase().replace(/_/g, '-')] ?? 'undocumented'
      : sseS3 !== undefined && at(sseS3) !== undefined ? 'AES256' : keyId !== '' && mode === undefined ? 'aws:kms' : byDefault;
  return known({ asks, key: asks.startsWith('aws:kms') ? keyId || undefined : undefined });
}
