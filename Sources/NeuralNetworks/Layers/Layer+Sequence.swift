extension [any Layer] {
  /// The shape that a branch of layers, one after the other, gives for an input shape.
  ///
  /// - Parameters:
  ///   - input: the shape of the input.
  ///   - branch: what errors call the branch.
  /// - Returns: the shape of the last output, that of the input where there are no layers.
  /// - Throws: `ShapeError`, which names the layer that cannot take what the one before it gives.
  func outputShape(for input: Shape, branch: String) throws(ShapeError) -> Shape {
    var shape = input
    for (index, layer) in enumerated() {
      do {
        shape = try layer.outputShape(for: shape)
      } catch {
        throw error.inside("\(branch).\(index)")
      }
    }
    return shape
  }
}
