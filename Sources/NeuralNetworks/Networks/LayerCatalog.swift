/// The layers that a file can name.
///
/// A new layer of this library is one new file and one word here.
enum LayerCatalog {
  static let types: [any Layer.Type] = [
    Activation.self, AveragePool2D.self, BatchNormalization.self, Conv2D.self, Dense.self,
    Dropout.self, Flatten.self, Parallel.self, GlobalAveragePool2D.self, GroupNormalization.self,
    MaxPool2D.self, Residual.self,
  ]

  static func name(of type: any Layer.Type) -> String { String(describing: type) }

  static func type(named name: String) -> (any Layer.Type)? {
    types.first { self.name(of: $0) == name }
  }
}
