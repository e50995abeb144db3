import ONNXSchema

/// A tensor that a graph computes.
struct Value {
  let graph: GraphBuilder
  let name: String
  let type: ElementType
}

// MARK: Arithmetic, with the broadcasting of ONNX

extension Value {
  static func + (a: Value, b: Value) -> Value { a.graph.node("Add", [a, b]) }
  static func - (a: Value, b: Value) -> Value { a.graph.node("Sub", [a, b]) }
  static func * (a: Value, b: Value) -> Value { a.graph.node("Mul", [a, b]) }
  static func / (a: Value, b: Value) -> Value { a.graph.node("Div", [a, b]) }
  static func + (a: Value, b: Double) -> Value { a + a.scalar(b) }
  static func - (a: Value, b: Double) -> Value { a - a.scalar(b) }
  static func * (a: Value, b: Double) -> Value { a * a.scalar(b) }
  static func / (a: Value, b: Double) -> Value { a / a.scalar(b) }
  static func - (a: Double, b: Value) -> Value { b.scalar(a) - b }
  static func / (a: Double, b: Value) -> Value { b.scalar(a) / b }

  static func > (a: Value, b: Value) -> Value { a.graph.node("Greater", [a, b], type: .bool) }
  static func < (a: Value, b: Value) -> Value { a.graph.node("Less", [a, b], type: .bool) }
  static func >= (a: Value, b: Value) -> Value { a.graph.node("GreaterOrEqual", [a, b], type: .bool) }
  static func <= (a: Value, b: Value) -> Value { a.graph.node("LessOrEqual", [a, b], type: .bool) }
  static func > (a: Value, b: Double) -> Value { a > a.scalar(b) }
  static func < (a: Value, b: Double) -> Value { a < a.scalar(b) }
  static func >= (a: Value, b: Double) -> Value { a >= a.scalar(b) }
  static func <= (a: Value, b: Double) -> Value { a <= a.scalar(b) }

  func and(_ other: Value) -> Value { graph.node("And", [self, other]) }
  func or(_ other: Value) -> Value { graph.node("Or", [self, other]) }

  /// The elements of `first` where this is true, else those of `second`.
  func choose(_ first: Value, _ second: Value) -> Value {
    graph.node("Where", [self, first, second], type: first.type)
  }

  /// A number of the same type.
  func scalar(_ value: Double) -> Value { graph.scalar(value, type) }

  func unary(_ operation: String) -> Value { graph.node(operation, [self]) }
  var squareRoot: Value { unary("Sqrt") }
  var absolute: Value { unary("Abs") }
  var floor: Value { unary("Floor") }
  var logarithm: Value { unary("Log") }
  var exponential: Value { unary("Exp") }
  var squared: Value { self * self }

  func atLeast(_ other: Value) -> Value { graph.node("Max", [self, other]) }
  func atMost(_ other: Value) -> Value { graph.node("Min", [self, other]) }
  func atLeast(_ value: Double) -> Value { atLeast(scalar(value)) }
  func atMost(_ value: Double) -> Value { atMost(scalar(value)) }
  /// The elements, clamped.
  func clamped(_ low: Double, _ high: Double) -> Value { atLeast(low).atMost(high) }

  func multiplied(by other: Value) -> Value { graph.node("MatMul", [self, other]) }

  func cast(to type: ElementType) -> Value {
    self.type == type ? self : graph.node("Cast", [self], [Attribute("to", type.rawValue)], type: type)
  }
}

// MARK: Reductions

extension Value {
  /// The sum over axes, which stay with an extent of 1 unless `keep` is false.
  func sum(_ axes: [Int], keep: Bool = true) -> Value {
    // Of the reductions, the sum alone takes its axes as an input.
    graph.node("ReduceSum", [self, graph.integers(axes)], [Attribute("keepdims", keep ? 1 : 0)])
  }

  func mean(_ axes: [Int], keep: Bool = true) -> Value { reduced("ReduceMean", axes, keep) }
  func greatest(_ axes: [Int], keep: Bool = true) -> Value { reduced("ReduceMax", axes, keep) }
  func least(_ axes: [Int], keep: Bool = true) -> Value { reduced("ReduceMin", axes, keep) }

  private func reduced(_ operation: String, _ axes: [Int], _ keep: Bool) -> Value {
    graph.node(operation, [self], [Attribute("axes", axes), Attribute("keepdims", keep ? 1 : 0)])
  }

  /// True if any element is true.
  var any: Value {
    graph.node("ReduceMax", [cast(to: .int64)], [Attribute("keepdims", 0)]) > 0
  }

  /// The greatest (or smallest) elements along an axis, in order, and their number as a vector of one.
  func top(_ count: Value, axis: Int, greatest: Bool) -> Value {
    graph.nodes(
      "TopK",
      [self, count],
      [Attribute("axis", axis), Attribute("largest", greatest ? 1 : 0)],
      types: [type, .int64]
    )[0]
  }

  /// The element of a rank along an axis of a known extent, in ascending order from 0; the axis stays with an extent
  /// of 1.
  func element(ofRank rank: Int, of extent: Int, axis: Int) -> Value {
    // The shorter end of the order is sorted.
    let fromTop = extent - rank <= rank + 1
    let count = fromTop ? extent - rank : rank + 1
    return top(graph.integers([count]), axis: axis, greatest: fromTop).slice(axis, from: count - 1, to: count)
  }
}

// MARK: Shapes

extension Value {
  /// The extent of an axis, a number.
  func extent(_ axis: Int) -> Value {
    graph.node("Gather", [graph.node("Shape", [self], type: .int64), graph.scalar(Double(axis), .int64)])
  }

  /// The shape, a vector.
  var shape: Value { graph.node("Shape", [self], type: .int64) }

  /// The number as a vector of one.
  var vector: Value { reshaped([1]) }

  /// The same elements in another shape; 0 keeps an extent, and -1 takes the rest.
  func reshaped(_ shape: [Int]) -> Value { reshaped(graph.integers(shape)) }
  func reshaped(_ shape: Value) -> Value { graph.node("Reshape", [self, shape]) }

  /// A part of an axis; negative indices count from its end.
  func slice(_ axis: Int, from start: Int, to end: Int = .max, step: Int = 1) -> Value {
    graph.node(
      "Slice",
      [self, graph.integers([start]), graph.integers([end]), graph.integers([axis]), graph.integers([step])]
    )
  }

  /// A part of an axis, from numbers that the graph computes.
  func slice(_ axis: Int, from start: Value, to end: Value) -> Value {
    graph.node("Slice", [self, start.vector, end.vector, graph.integers([axis])])
  }

  /// The slices of an axis at indices.
  func gathered(_ indices: Value, axis: Int) -> Value {
    graph.node("Gather", [self, indices], [Attribute("axis", axis)])
  }

  func transposed(_ order: [Int]) -> Value { graph.node("Transpose", [self], [Attribute("perm", order)]) }

  func concatenated(with others: [Value], axis: Int) -> Value {
    others.isEmpty ? self : graph.node("Concat", [self] + others, [Attribute("axis", axis)])
  }

  /// Constant elements before and after each axis, in the order of `Pad`.
  func padded(_ amounts: Value, with value: Double) -> Value { graph.node("Pad", [self, amounts, scalar(value)]) }

  /// The integers 0, 1, … below this number, in a type.
  func range(_ type: ElementType) -> Value {
    let end = cast(to: type)
    return graph.node("Range", [end.scalar(0), end, end.scalar(1)])
  }
}
