import NeuralNetworks

/// The run of several processes: process 0 reads and writes its files, and the others get what it reads.
///
/// Every process calls the same methods in the same order. An error of process 0 is thrown in all of them.
public final class SharedRunStore: RunStore {
  /// The store of process 0, which the others do not touch.
  public let base: any RunStore
  private let processes: any ProcessGroup

  /// Shares a store.
  public init(_ base: any RunStore, among processes: any ProcessGroup) {
    (self.base, self.processes) = (base, processes)
  }

  /// The name of the store in messages.
  public var location: String { base.location }

  /// The bytes that process 0 gets from its store.
  private func shared(_ body: () throws -> [UInt8]) throws -> [UInt8] {
    try processes.gathering { processes.rank == 0 ? try body() : [] }[0]
  }

  /// The names of all files; none after an error of the communication.
  public var names: [String] {
    let text = try? shared { Array(base.names.joined(separator: "\n").utf8) }
    return String(decoding: text ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Opens the store of process 0.
  public func open(_ mode: RunMode) throws {
    _ = try shared {
      try base.open(mode)
      return []
    }
  }

  /// Closes the store of process 0.
  public func close() { if processes.rank == 0 { base.close() } }

  /// The content of a file; nil if there is none.
  public func read(_ name: String) throws -> [UInt8]? {
    // The first byte tells an empty file from none.
    let bytes = try shared { try base.read(name).map { [1] + $0 } ?? [0] }
    return bytes.first == 1 ? Array(bytes.dropFirst()) : nil
  }

  /// Writes a file in process 0.
  public func write(_ bytes: [UInt8], to name: String) throws {
    _ = try shared {
      try base.write(bytes, to: name)
      return []
    }
  }

  /// Removes a file or folder in process 0.
  public func remove(_ name: String) { if processes.rank == 0 { base.remove(name) } }
}
