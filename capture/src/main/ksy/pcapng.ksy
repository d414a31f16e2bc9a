meta:
  id: pcapng
  title: Cold blocks of a pcapng file
  license: Apache-2.0
doc: |
  What a pcapng file says beside packets: the section header, interfaces, and counts. Packet
  blocks, options, names, and the walk from block to block, are read by hand. Each type takes the
  byte order of its section, and begins after the block's type and length unless it says otherwise.
doc-ref:
  - https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-04.html
types:
  section_header:
    doc: Section 4.1, from the byte-order magic, which the caller has looked at.
    params:
      - id: is_le
        type: bool
    meta:
      endian:
        switch-on: is_le
        cases:
          true: le
          false: be
    seq:
      - id: byte_order_magic
        type: u4
        valid: 0x1a2b3c4d
      - id: version_major
        type: u2
      - id: version_minor
        type: u2
      - id: section_length
        type: s8
        doc: Bytes of the section without this block; -1 where the writer did not know.
  interface_description:
    doc: Section 4.2, without its options.
    params:
      - id: is_le
        type: bool
    meta:
      endian:
        switch-on: is_le
        cases:
          true: le
          false: be
    seq:
      - id: link_type
        type: u2
      - id: reserved
        type: u2
      - id: snaplen
        type: u4
        doc: 0 for no limit.
  interface_statistics:
    doc: Section 4.6, without its options.
    params:
      - id: is_le
        type: bool
    meta:
      endian:
        switch-on: is_le
        cases:
          true: le
          false: be
    seq:
      - id: interface_id
        type: u4
      - id: timestamp_high
        type: u4
      - id: timestamp_low
        type: u4
