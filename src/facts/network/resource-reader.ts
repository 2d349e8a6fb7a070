import { readAddressBlock } from './address-block';
import { NetworkResource } from './network-facts';
import { resourceId } from './resource-id';
import { UnknownValue } from '../../policy/unknown-value';
import { alternativesAt } from '../../template/alternatives';
import { TemplateEvaluator } from '../../template/evaluate-template';
import { constructPathOf, EvaluatedResource } from '../../template/evaluated-resource';
import { Known, known, unknown } from '../../template/known';
import { asBoolean, dig, isRecord, ownValue } from '../../template/read-json';
import { symbol, withoutSymbols } from '../../template/symbol';
import { ResourceAddress } from '../../template/template';

type Path = readonly (string | number)[];

/** What is looked up of other resources, by their symbols. */
export interface OtherResources {
  /** The block of a VPC or a subnet, which a template may take from there with `Fn::GetAtt` of `CidrBlock`. */
  readonly blockOf: (id: string) => string | undefined;
  /** The type of a resource that networks are read from. */
  readonly typeOf: (id: string) => string | undefined;
}

/** What references in these properties may name. */
const REFERENCES: Readonly<Record<string, readonly string[]>> = {
  VpcId: ['AWS::EC2::VPC'],
  PeerVpcId: ['AWS::EC2::VPC'],
  SubnetId: ['AWS::EC2::Subnet'],
  SubnetIds: ['AWS::EC2::Subnet'],
  RouteTableId: ['AWS::EC2::RouteTable'],
  RouteTableIds: ['AWS::EC2::RouteTable'],
  NetworkAclId: ['AWS::EC2::NetworkAcl'],
  GroupId: ['AWS::EC2::SecurityGroup'],
  SecurityGroupIds: ['AWS::EC2::SecurityGroup'],
  SourceSecurityGroupId: ['AWS::EC2::SecurityGroup'],
  DestinationSecurityGroupId: ['AWS::EC2::SecurityGroup'],
  SourcePrefixListId: ['AWS::EC2::PrefixList'],
  DestinationPrefixListId: ['AWS::EC2::PrefixList'],
  GatewayId: ['AWS::EC2::InternetGateway', 'AWS::EC2::VPNGateway'],
  InternetGatewayId: ['AWS::EC2::InternetGateway'],
  VpnGatewayId: ['AWS::EC2::VPNGateway'],
  EgressOnlyInternetGatewayId: ['AWS::EC2::EgressOnlyInternetGateway'],
  NatGatewayId: ['AWS::EC2::NatGateway'],
  TransitGatewayId: ['AWS::EC2::TransitGateway'],
  VpcPeeringConnectionId: ['AWS::EC2::VPCPeeringConnection'],
  CarrierGatewayId: ['AWS::EC2::CarrierGateway'],
};

/** The attributes of a VPC that are ids. */
const ID_ATTRIBUTES: ReadonlySet<string> = new Set(['DefaultSecurityGroup', 'DefaultNetworkAcl']);

/** A symbol, an id that AWS has given, an ARN, or the word for what stays in a VPC. */
const REFERENCE = /^(?:⟦.*⟧|[a-z]+-[\w-]+|arn:.*|local)$/s;

/** Reads the properties of a resource of a network. What cannot be read is unknown, with a reason that names the resource. */
export class ResourceReader {
  readonly address: ResourceAddress;

  constructor(readonly resource: EvaluatedResource, private readonly evaluator: TemplateEvaluator, private readonly others: OtherResources) {
    this.address = resource.address;
  }

  get facts(): NetworkResource {
    const { address, template } = this.resource;
    return { address, constructPath: constructPathOf(this.resource), id: this.id, account: template.account, region: template.region, deployed: this.deployed };
  }

  get id(): string {
    return symbol(this.address.template, this.address.logicalId);
  }

  get deployed(): Known<boolean> {
    const [condition] = this.resource.conditions;
    return condition === undefined ? known(true) : unknown(`condition ${condition.name} decides at deployment whether ${this.address.logicalId} is there`);
  }

  at(...path: Path): unknown {
    return dig(this.resource.properties, ...path);
  }

  /** What is evaluated from `Fn::GetAtt` of the resource. */
  attribute(name: string): string {
    return symbol(this.address.template, `${this.address.logicalId}.${name}`);
  }

  text(...path: Path): Known<string | undefined> {
    return this.read(path, 'a text', (value) => value === undefined ? { value: undefined } : typeof value === 'string' && value !== '' ? { value } : undefined);
  }

  /** The same where the property has to be there. */
  neededText(...path: Path): Known<string> {
    return this.needed(path, this.text(...path));
  }

  /** What a reference names: the symbol of a resource of these templates, or an id. */
  reference(...path: Path): Known<string | undefined> {
    const text = this.text(...path);
    if (!text.known || text.value === undefined) {
      return text;
    }
    return this.checked(resourceId(text.value), path);
  }

  private checked(id: string, path: Path): Known<string> {
    const [, owner, attribute] = /^(⟦[^⟦⟧]*#[^⟦⟧#.]+)\.([^⟦⟧#]+)⟧$/.exec(id) ?? [];
    const type = this.others.typeOf(attribute === undefined || ID_ATTRIBUTES.has(attribute) ? id : `${owner}⟧`);
    const expected = REFERENCES[path.filter((step) => typeof step === 'string').at(-1)!];
    return !REFERENCE.test(id) ? unknown(`${this.name(path)} is not an id: ${shown(id)}`)
      : type !== undefined && expected && (attribute !== undefined || !expected.includes(type)) ? unknown(`${this.name(path)} names ${withoutSymbols(id)} of type ${type}`) : known(id);
  }

  neededReference(...path: Path): Known<string> {
    return this.needed(path, this.reference(...path));
  }

  references(...path: Path): Known<readonly Known<string>[]> {
    return this.list(path, (at) => this.neededReference(...at));
  }

  list<T>(path: Path, readItem: (at: Path, index: number) => T): Known<readonly T[]> {
    return this.read(path, 'a list', (value) => value === undefined ? { value: [] }
      : Array.isArray(value) ? { value: value.map((_, index) => readItem([...path, index], index)) } : undefined);
  }

  boolean(absent: boolean, ...path: Path): Known<boolean> {
    return this.read(path, 'true or false', (value) => {
      const found = asBoolean(value, absent);
      return found === undefined ? undefined : { value: found };
    });
  }

  integer(...path: Path): Known<number | undefined> {
    return this.read(path, 'a whole number', (value) => value === undefined ? { value: undefined }
      : (typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')) && Number.isSafeInteger(Number(value)) ? { value: Number(value) } : undefined);
  }

  /** A block of addresses, in its own notation or taken from another resource. */
  block(family: 4 | 6, ...path: Path): Known<string | undefined> {
    const text = this.text(...path);
    if (!text.known || text.value === undefined) {
      return text;
    }
    const [, owner] = /^(⟦[^⟦⟧]*#[^⟦⟧#.]+)\.CidrBlock⟧$/.exec(text.value) ?? [];
    const value = owner === undefined ? text.value : this.others.blockOf(`${owner}⟧`);
    return value === undefined ? unknown(`${this.name(path)} is decided at deployment`)
      : readAddressBlock(value)?.family !== family ? unknown(`${this.name(path)} is not an IPv${family} CIDR block: ${shown(value)}`) : known(value);
  }

  /** Whether a property is there at all, known or not. */
  has(...path: Path): boolean {
    return this.at(...path) !== undefined;
  }

  /** The values that may stand in a property that a condition decides at deployment, those that are known. */
  possibleReferences(property: string): readonly string[] {
    const { resource, template } = this.resource;
    const possible = this.at(property) instanceof UnknownValue ? alternativesAt(resource.Properties, [property], template, this.evaluator) : [];
    return possible.flatMap((value) => typeof value === 'string' && this.checked(resourceId(value), [property]).known ? [resourceId(value)] : []);
  }

  /** Whether anyone who deploys the template names the value, so that it is no resource which the same deployment creates. */
  isGivenFromOutside(property: string): boolean {
    const value = this.at(property);
    const [, parameter] = value instanceof UnknownValue ? /^parameter (\S+) is given at deployment$/.exec(value.reason) ?? [] : [];
    return parameter !== undefined ? ownValue(this.resource.template.parameters, parameter) !== undefined
      : value instanceof UnknownValue && /^(?:custom resource|export|a dynamic reference)\b/.test(value.reason);
  }

  name(path: Path): string {
    return `${path.filter((step) => typeof step === 'string').join('.')} of ${this.address.logicalId}`;
  }

  private needed<T>(path: Path, fact: Known<T | undefined>): Known<T> {
    return !fact.known ? fact : fact.value === undefined ? unknown(`${this.name(path)} is missing`) : known(fact.value);
  }

  private read<T>(path: Path, what: string, read: (value: unknown) => { readonly value: T } | undefined): Known<T> {
    const value = this.at(...path);
    if (value instanceof UnknownValue) {
      return unknown(`${this.name(path)} is decided at deployment (${value.reason})`);
    }
    const broken = path.length === 1 ? 0 : path.findIndex((step, depth) => depth > 0 && !mayHave(this.at(...path.slice(0, depth)), step));
    if (broken > 0 || !isRecord(this.resource.properties)) {
      return unknown(`${broken > 0 ? this.name(path.slice(0, broken)) : `Properties of ${this.address.logicalId}`} is not an object`);
    }
    const found = read(value);
    return found ? known(found.value) : unknown(`${this.name(path)} is not ${what}: ${shown(value)}`);
  }
}

/** Whether a property can have this in it, or is not there. */
function mayHave(value: unknown, step: string | number): boolean {
  return value === undefined || (typeof step === 'number' ? Array.isArray(value) : isRecord(value));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
