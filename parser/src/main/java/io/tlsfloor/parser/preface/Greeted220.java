package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Target;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** A dialogue that begins with reply 220: SMTP, until a line shows that it is FTP. */
final class Greeted220 implements Preface {
  private final LineView line = new LineView();
  private Preface dialogue;
  private boolean known;

  Greeted220(int client) {
    dialogue = new SmtpDialogue(client);
  }

  @Override
  public int read(int direction, ByteBuffer buffer, int start, int length) {
    int used = 0;
    while (!known && used < length) {
      int taken = line.wrap(buffer, start + used, length - used);
      if (taken > 0) {
        decide(direction);
      }
      int read = dialogue.read(direction, buffer, start + used, taken > 0 ? taken : length - used);
      used += read;
      if (taken == 0 || read < taken) {
        return used;
      }
    }
    return used
        + (used < length ? dialogue.read(direction, buffer, start + used, length - used) : 0);
  }

  private void decide(int direction) {
    boolean client = direction == clientDirection();
    boolean ftp = client ? FtpDialogue.isCommand(line) : FtpDialogue.isReply(line);
    if (ftp && dialogue.mail().isEmpty()) {
      dialogue = new FtpDialogue(clientDirection());
      known = true;
    } else {
      known = client && SmtpDialogue.isOwnCommand(line);
    }
  }

  @Override
  public void hole(int direction) {
    dialogue.hole(direction);
  }

  @Override
  public void tlsBegan(int direction) {
    dialogue.tlsBegan(direction);
  }

  @Override
  public boolean passesOver(int direction) {
    return dialogue.passesOver(direction);
  }

  @Override
  public State state() {
    return dialogue.state();
  }

  @Override
  public boolean wantsBytes() {
    return dialogue.wantsBytes();
  }

  @Override
  public PrefaceKind kind() {
    return dialogue.kind();
  }

  @Override
  public int clientDirection() {
    return dialogue.clientDirection();
  }

  @Override
  public List<NameSeen> names() {
    return dialogue.names();
  }

  @Override
  public Optional<Target> target() {
    return dialogue.target();
  }

  @Override
  public Optional<MailDialogue> mail() {
    return dialogue.mail();
  }

  @Override
  public int heldBytes() {
    return dialogue.heldBytes();
  }

  @Override
  public boolean isTooLong() {
    return dialogue.isTooLong();
  }

  @Override
  public int commandsInClear() {
    return dialogue.commandsInClear();
  }

  @Override
  public boolean goesOnInClear() {
    return dialogue.goesOnInClear();
  }

  @Override
  public int longLines() {
    return dialogue.longLines();
  }

  @Override
  public Optional<String> clientName() {
    return dialogue.clientName();
  }
}
