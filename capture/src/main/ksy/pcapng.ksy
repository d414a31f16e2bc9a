meta:
  id: pcapng
  title: Cold blocks of a pcapng file
  license: Apache-2.0
doc: |
  What a pcapng file says beside packets: the section header, interfaces, names, and counts. Packet
  blocks, and the walk from block to block, are read by hand. Each type takes the byte order of
  its section, and begins after the block's type and length unless it says otherwise.
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
  option:
    doc: Section 3.5, one option; its value is padded to a multiple of four bytes.
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
      - id: code
        type: u2
      - id: length
        type: u2
      - id: value
        type: option_value(is_le, code, length)
        size: length
      - id: padding
        size: (4 - length % 4) % 4
  option_value:
    doc: |
      The options that matter here, for the block whose reader asks; every other value is skipped.
    params:
      - id: is_le
        type: bool
      - id: code
        type: u2
      - id: length
        type: u2
    meta:
      endian:
        switch-on: is_le
        cases:
          true: le
          false: be
    instances:
      as_u1:
        pos: 0
        type: u1
        if: length == 1
      as_u8:
        pos: 0
        type: u8
        if: length == 8
      as_s8:
        pos: 0
        type: s8
        if: length == 8
  name_record:
    doc: Section 4.5, one record of a Name Resolution Block.
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
      - id: code
        type: u2
      - id: length
        type: u2
      - id: value
        size: length
        type:
          switch-on: code
          cases:
            1: ipv4_names
            2: ipv6_names
            _: skipped
      - id: padding
        size: (4 - length % 4) % 4
  ipv4_names:
    seq:
      - id: address
        type: u4be
        doc: In network order, whatever the section's byte order.
      - id: names
        size-eos: true
        doc: Texts in UTF-8, each with a zero byte behind it.
  ipv6_names:
    seq:
      - id: address_high
        type: u8be
      - id: address_low
        type: u8be
      - id: names
        size-eos: true
        doc: Texts in UTF-8, each with a zero byte behind it.
  skipped: {}
