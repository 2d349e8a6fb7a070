/** What is used of dagre 3, whose own types are those of an ES module, which this project is not. The tests of the layout hold it to what it does. */
declare module '@dagrejs/dagre' {
  export interface Point {
    readonly x: number;
    readonly y: number;
  }

  export interface NodeLabel {
    readonly width: number;
    readonly height: number;
    /** The middle of the node, once it is laid out. */
    readonly x?: number;
    readonly y?: number;
  }

  export interface EdgeLabel {
    /** Of the label, for which room is left; 0 for none. */
    readonly width: number;
    readonly height: number;
    readonly labelpos: 'c';
    readonly weight: number;
    readonly points?: readonly Point[];
    /** The middle of the label. */
    readonly x?: number;
    readonly y?: number;
  }

  export interface GraphLabel {
    readonly rankdir: 'LR' | 'TB';
    readonly nodesep: number;
    readonly edgesep: number;
    readonly ranksep: number;
    readonly marginx: number;
    readonly marginy: number;
    readonly width?: number;
    readonly height?: number;
  }

  export class Graph {
    setGraph(label: GraphLabel): this;
    graph(): GraphLabel;
    setNode(name: string, label: NodeLabel): this;
    node(name: string): NodeLabel;
    setEdge(from: string, to: string, label: EdgeLabel): this;
    edge(from: string, to: string): EdgeLabel;
  }

  export function layout(graph: Graph): void;
}
