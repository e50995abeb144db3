import Synchronization

/// The layer types that files can name.
public enum LayerCatalog {
  /// The library's own layers.
  static let ownTypes: [any Layer.Type] = [
    Activation.self, AveragePool2D.self, BatchNormalization.self, Conv2D.self, Dense.self, Dropout.self, Flatten.self,
    GRU.self, GlobalAveragePool2D.self, GroupNormalization.self, LSTM.self, MaxPool2D.self, Parallel.self,
    Residual.self,
  ]

  /// Former names that files may still use.
  private static let aliases = ["Fork": "Parallel"]

  // The only mutable state of the library: every reader of a model would otherwise have to pass the types on.
  private static let registered = Mutex<[any Layer.Type]>([])

  /// All types: the library's own, then the registered ones.
  static var types: [any Layer.Type] { ownTypes + registered.withLock { $0 } }

  /// Registers the type of a custom layer, so that files that name it can be read and written.
  ///
  /// Call it once, before reading a file; any thread may. Registering a type again has no effect.
  ///
  /// - Precondition: no other type has the same ``Layer/typeName``.
  public static func register(_ type: any Layer.Type) {
    registered.withLock { registered in
      let namesake = (ownTypes + registered).first { $0.typeName == type.typeName }
      precondition(
        namesake == nil || ObjectIdentifier(namesake ?? type) == ObjectIdentifier(type),
        "another layer is named \"\(type.typeName)\"; give one of them a different typeName"
      )
      if namesake == nil { registered.append(type) }
    }
  }

  /// The type of a name in a file, present or former; nil if there is none.
  static func type(named name: String) -> (any Layer.Type)? {
    let name = aliases[name] ?? name
    return types.first { $0.typeName == name }
  }
}
