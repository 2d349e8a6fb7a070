import { ChainMemory } from './chain-memory';
import { AccessPointFacts } from '../facts/bucket-facts';
import { PolicyDocument, PolicyStatement, PolicyText, PrincipalPattern } from '../policy/policy-document';
import { UnknownValue } from '../policy/unknown-value';
import { openAccountsIn, symbol, UNDECIDED_ACCOUNT, withoutSymbols } from '../template/symbol';
import { ResourceAddress } from '../template/template';

/**
 * Texts in which the symbols for what AWS chooses at deployment are replaced by names of the same kind, so that the reasoner can
 * be asked about them: the same symbol by the same name in all policies of an app, and two symbols by two names.
 */
export class ConcreteNames {
  /** The own account of templates that do not say which that is. */
  readonly account: string;
  private readonly bySymbol = new Map<string, string>();
  private readonly readableByName = new Map<string, string>();
  /** Those of the names that are whole ARNs. */
  private readonly arns: string[] = [];
  private readonly documents = new WeakMap<PolicyDocument, PolicyDocument>();
  /** What was asked about policies with these names. */
  readonly memory = new ChainMemory((text) => this.plain(text));

  /**
   * @param typeOf the type of a resource of the templates
   * @param literal all texts of the policies that are asked about: no name that is made up occurs there
   * @param nameOf what people call a resource; by default its logical id
   */
  constructor(
    private readonly typeOf: (template: string, logicalId: string) => string | undefined, private readonly literal: string,
    readonly nameOf: (address: ResourceAddress) => string = ({ logicalId }) => logicalId,
  ) {
    this.account = unused(literal, (i) => String(444455556666 + i));
    this.readableByName.set(this.account, '<AWS::AccountId>');
    const partition = /arn:(aws[a-z-]*):(?:s3|iam|sts):/.exec(literal)?.[1] ?? 'aws';
    for (const [name, value] of [['AccountId', this.account], ['Partition', partition], ['Region', 'us-east-1'], ['URLSuffix', 'amazonaws.com']] as const) {
      this.bySymbol.set(symbol('AWS', name), value);
    }
  }

  /** Gives access points the names that their template chooses, under which policies may speak of them as well as by reference. */
  nameAccessPoints(accessPoints: readonly Pick<AccessPointFacts, 'kind' | 'arn' | 'name' | 'account' | 'address'>[], region: string | undefined): void {
    for (const { kind, arn, name, account, address } of accessPoints) {
      if (kind === 'access point' && name !== '' && !name.includes('⟦') && /^⟦[^⟧]*⟧$/.test(arn)) {
        const partition = this.bySymbol.get(symbol('AWS', 'Partition'))!;
        this.bySymbol.set(arn, `arn:${partition}:s3:${region ?? this.bySymbol.get(symbol('AWS', 'Region'))!}:${isOwnAccount(account) ? this.account : account}:accesspoint/${name}`);
        this.bySymbol.set(symbol(address.template, address.logicalId), name);
      }
    }
  }

  /** The text with names; unknown where it depends on an account that a template leaves open. */
  text(text: string): PolicyText {
    if (!text.includes('⟦')) {
      return text;
    }
    if (openAccountsIn(text).size > 0) {
      return new UnknownValue(`which account ${withoutSymbols(text)} is, or is of, is decided at deployment`, true);
    }
    return text.replace(/⟦[^⟧]*⟧/g, (found) => this.of(found));
  }

  /** The same for what is known to be in an account that is decided, or the own one. */
  plain(text: string): string {
    const made = this.text(text);
    return typeof made === 'string' ? made : text;
  }

  /** The policy with names. */
  document(document: PolicyDocument): PolicyDocument {
    const made = this.documents.get(document) ?? { ...document, statements: document.statements.map((statement) => this.statement(statement)) };
    this.documents.set(document, made);
    return made;
  }

  /** A text with the names that people know. */
  readable(text: string): string {
    let isDone = true;
    const quick = text.replace(PLAIN_NAME, (name) => {
      const readable = this.readableByName.get(name);
      isDone &&= readable !== undefined;
      return readable ?? name;
    });
    if (isDone && !OTHER_NAMES.test(quick) && !quick.includes(this.account)) {
      return quick;
    }
    let result = text;
    for (const arn of this.arns) {
      result = result.split(arn).join(this.readableByName.get(arn));
    }
    return result.replace(/[A-Za-z0-9.-]+/g, (name) => this.readableByName.get(name) ?? name);
  }

  private statement(statement: PolicyStatement): PolicyStatement {
    const texts = (values: readonly PolicyText[]) => values.map((value) => typeof value === 'string' ? this.text(value) : value);
    const principals = (patterns: readonly PrincipalPattern[]) => patterns.map((pattern): PrincipalPattern => ({
      ...pattern,
      value: typeof pattern.value === 'string' ? this.text(pattern.value) : pattern.value,
      // AWS calls both forms of everyone equivalent.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
      ...pattern.type === 'AWS' && pattern.value === '*' ? { everyone: true as const } : {},
    }));
    return {
      ...statement,
      principals: principals(statement.principals),
      notPrincipals: principals(statement.notPrincipals),
      actions: texts(statement.actions),
      notActions: texts(statement.notActions),
      resources: texts(statement.resources),
      notResources: texts(statement.notResources),
      conditions: statement.conditions.map((clause) => ({ ...clause, values: texts(clause.values) })),
    };
  }

  private of(found: string): string {
    const known = this.bySymbol.get(found);
    if (known !== undefined) {
      return known;
    }
    const [, template = '', name = ''] = /^⟦([^⟦⟧]*)#([^⟦⟧#]*)⟧$/s.exec(found) ?? [];
    const [logicalId, ...attribute] = name.split('.');
    const type = this.typeOf(template, logicalId) ?? '';
    if (attribute.length === 1 && attribute[0] === AS_REFERENCE[type]) {
      return this.of(symbol(template, logicalId));
    }
    const kind = FORMATS[`${type}.${attribute.join('.')}`] ?? (attribute.length === 0 ? FORMATS[type] : undefined) ?? (attribute[0] === 'Arn' ? anyArn(type) : plainName);
    const isPlain = !this.literal.includes(MARK) && kind === plainName;
    const made = unused(isPlain ? '' : this.literal, (i) => kind({ number: this.readableByName.size + i, logicalId, account: this.account }));
    this.bySymbol.set(found, made);
    this.readableByName.set(made, template === '' || template === 'AWS' ? withoutSymbols(found) : `<${[this.nameOf({ template, logicalId }), ...attribute].join('.')}>`);
    if (made.startsWith('arn:')) {
      this.arns.push(made);
    }
    return made;
  }
}

/** Says whether a text is the symbol for the same account. */
export function isOwnAccount(account: string | undefined): boolean {
  return account === undefined || account === UNDECIDED_ACCOUNT;
}

interface Named {
  readonly number: number;
  readonly logicalId: string;
  readonly account: string;
}

type Format = (named: Named) => string;

const hex = (digits: number): Format => ({ number }) => `0${'f'.repeat(digits - 7)}${number.toString(16).padStart(6, '0')}`;
const MARK = '-chosen-at-deployment-';
const plainName: Format = ({ number, logicalId }) => `${logicalId.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 30)}${MARK}${number}`;
/** Most names that are made are of this kind, and alone where they stand. */
const PLAIN_NAME = new RegExp(`[a-z0-9-]*${MARK}\\d+`, 'g');
/** What names of another kind have in them. */
const OTHER_NAMES = /0f{6}|\.mrap\b|\b198\.1[89]\.|\b10\.255\./;
/** Addresses of the blocks for documentation and benchmarks, which nobody has. @see https://www.iana.org/assignments/iana-ipv4-special-registry */
const address: Format = ({ number }) => `198.${18 + (number >> 15) % 2}.${(number >> 8) & 127}.${number & 255}`;
const anyArn = (type: string): Format => (named) => type === '' || type.startsWith('AWS::IAM::')
  ? `arn:aws:iam::${named.account}:role/${plainName(named)}` : `arn:aws:service:us-east-1:${named.account}:${plainName(named)}`;

/**
 * The attribute of a resource that is what a reference to it is, by its type.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html#aws-resource-ec2-eip-return-values
 */
const AS_REFERENCE: Readonly<Record<string, string>> = {
  'AWS::EC2::EIP': 'PublicIp',
  'AWS::EC2::VPC': 'VpcId',
  'AWS::EC2::VPCEndpoint': 'Id',
  'AWS::CloudFront::CloudFrontOriginAccessIdentity': 'Id',
  'AWS::CloudFront::Distribution': 'Id',
  'AWS::S3::AccessPoint': 'Name',
};

/** What AWS chooses, by the type of resource and the attribute. */
const FORMATS: Readonly<Record<string, Format>> = {
  'AWS::EC2::VPCEndpoint': (named) => `vpce-${hex(17)(named)}`,
  'AWS::EC2::VPC': (named) => `vpc-${hex(17)(named)}`,
  'AWS::EC2::EIP': address,
  'AWS::EC2::Instance.PublicIp': address,
  'AWS::EC2::Instance.PrivateIp': ({ number }) => `10.255.${(number >> 8) & 255}.${number & 255}`,
  'AWS::S3::AccessPoint.Arn': (named) => `arn:aws:s3:us-east-1:${named.account}:accesspoint/${plainName(named)}`,
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/multi-region-access-point-naming.html
  'AWS::S3::MultiRegionAccessPoint.Alias': ({ number }) => `m${number.toString(36).padStart(12, '0')}.mrap`,
  'AWS::CloudFront::CloudFrontOriginAccessIdentity.S3CanonicalUserId': (named) => hex(64)(named),
};

/** The first of these that does not occur in the text. */
function unused(text: string, make: (i: number) => string): string {
  let i = 0;
  while (text.includes(make(i))) {
    i++;
  }
  return make(i);
}
