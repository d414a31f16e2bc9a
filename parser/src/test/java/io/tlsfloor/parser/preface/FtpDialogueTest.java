package io.tlsfloor.parser.preface;

import static io.tlsfloor.parser.preface.Told.assertTold;

import org.junit.jupiter.api.Test;

/** FTP greets as SMTP does: only what the client asks then tells them apart. */
class FtpDialogueTest {
  @Test
  void ftpWithTheSameGreetingIsNoMail() {
    assertTold(
        """
        S: 220 (vsFTPd 3.0.3)
        C: AUTH TLS
        S: 234 Proceed with negotiation.
        C: <hello>
        """,
        "starttls-ftp INNER_NEXT client=C");
    assertTold(
        """
        S: 220 ftp.example.net
        C: USER anonymous
        S: 331 Please specify the password.
        C: PASS secret
        S: 230 Login successful.
        """,
        "starttls-ftp ENDED client=C");
  }

  @Test
  void ftpThatLogsInByOtherMeansIsNoMail() {
    assertTold(
        """
        S: 220 alpha GridFTP Server 6.14 ready.
        C: AUTH GSSAPI
        S: 334 Using authentication type; ADAT must follow.
        C: ADAT FgMBAGsB
        S: 335 ADAT=FgMBADUC
        """,
        "starttls-ftp RUNNING client=C");
  }
}
