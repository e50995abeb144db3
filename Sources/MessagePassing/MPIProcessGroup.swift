// One of the few files with unsafe code: the calls into MPI.
import CMPI
import Foundation
import NeuralNetworks

/// The processes that `mpirun` started.
package struct MPIProcessGroup: ProcessGroup {
  package let rank: Int
  package let count: Int
  package let host: String

  /// The group of this process.
  ///
  /// - Returns: nil if `mpirun` started one process or none.
  /// - Throws: ``MessagePassingError`` if `mpirun` started several and this build cannot use MPI.
  package static func launched() throws(MessagePassingError) -> MPIProcessGroup? {
    // Open MPI, and those launchers that speak PMI or PMIx.
    let sizes = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_SIZE"]
    let environment = ProcessInfo.processInfo.environment
    guard let size = sizes.lazy.compactMap({ environment[$0].flatMap { Int($0) } }).first, size > 1 else { return nil }
    guard ednet_mpi_is_available() != 0 else { throw .notAvailable(processes: size) }
    guard ednet_mpi_start() == 0 else { throw .failed("MPI cannot be started") }
    var name = [CChar](repeating: 0, count: 256)
    unsafe name.withUnsafeMutableBufferPointer { unsafe ednet_mpi_host($0.baseAddress, Int32($0.count)) }
    return MPIProcessGroup(
      rank: Int(ednet_mpi_rank()),
      count: Int(ednet_mpi_count()),
      host: String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    )
  }

  /// Ends the group in order; every process must call it.
  package func stop() { ednet_mpi_stop() }

  /// Ends all processes with a status.
  package func abort(_ status: Int32) { ednet_mpi_abort(status) }

  package func gather(_ bytes: [UInt8]) throws -> [[UInt8]] {
    guard bytes.count < Int(Int32.max) else { throw MessagePassingError.failed("a message of \(bytes.count) bytes") }
    var counts = [Int32](repeating: 0, count: count)
    try check(unsafe ednet_mpi_gather_counts(Int32(bytes.count), &counts), "gather counts")
    var offsets = [Int32](repeating: 0, count: count)
    for rank in 1..<max(count, 1) { offsets[rank] = offsets[rank - 1] + counts[rank - 1] }
    let total = counts.reduce(0) { $0 + Int($1) }
    guard total < Int(Int32.max) else { throw MessagePassingError.failed("messages of \(total) bytes") }
    var all = [UInt8](repeating: 0, count: max(total, 1))
    try check(unsafe ednet_mpi_gather(bytes, Int32(bytes.count), &all, counts, offsets), "gather")
    return (0..<count).map { Array(all[Int(offsets[$0])..<Int(offsets[$0] + counts[$0])]) }
  }

  package func exchange(_ sent: [[TensorView]], into received: [[MutableTensorView]]) throws {
    var transfers: [EdnetTransfer] = unsafe []
    for (rank, views) in received.enumerated() {
      for view in views where view.count > 0 {
        unsafe transfers.append(
          EdnetTransfer(received: view.base, sent: nil, count: Int64(view.count), rank: Int32(rank))
        )
      }
    }
    for (rank, views) in sent.enumerated() {
      for view in views where view.count > 0 {
        unsafe transfers.append(
          EdnetTransfer(received: nil, sent: view.base, count: Int64(view.count), rank: Int32(rank))
        )
      }
    }
    try check(unsafe ednet_mpi_exchange(transfers, Int32(transfers.count)), "exchange gradients")
  }

  package func send(_ message: [UInt8], to rank: Int) throws {
    guard message.count <= Int(Int32.max) else {
      throw MessagePassingError.failed("a message of \(message.count) bytes")
    }
    try check(unsafe ednet_mpi_send_message(message, Int32(message.count), Int32(rank)), "send a message")
  }

  package func nextMessage(from rank: Int) throws -> [UInt8]? {
    var count: Int32 = 0
    try check(unsafe ednet_mpi_probe_message(Int32(rank), &count), "look for a message")
    guard count >= 0 else { return nil }
    var message = [UInt8](repeating: 0, count: Int(count))
    try check(unsafe ednet_mpi_receive_message(&message, count, Int32(rank)), "receive a message")
    return message
  }

  private func check(_ status: Int32, _ operation: String) throws(MessagePassingError) {
    guard status == 0 else { throw .failed("MPI cannot \(operation)") }
  }
}

/// An error of the communication between processes.
package enum MessagePassingError: Error, Equatable, CustomStringConvertible {
  /// The build has no MPI, but `mpirun` started several processes.
  case notAvailable(processes: Int)
  /// An operation failed.
  case failed(String)

  /// One sentence.
  package var description: String {
    switch self {
    case .notAvailable(let processes):
      "mpirun started \(processes) processes, but this ednet was built without MPI; build it with "
        + "swift build -c release --traits MPI"
    case .failed(let reason): reason
    }
  }
}
