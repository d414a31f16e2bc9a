package io.tlsfloor.inventory.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider of OpenID Connect, asked by authorization code with PKCE (OpenID Connect Core 1.0
 * §3.1, RFC 7636). What it offers is discovered at the first login. Safe for use by several
 * threads.
 */
public final class OpenIdProvider {
  /** Path of the page that the provider sends people back to. */
  public static final String DONE = "/login/done";

  /** A longer identity token is not kept for logging out. */
  private static final int MAX_HINT = 8_192;

  private final Setup setup;
  private final Clock clock;
  private final ProviderHttp http = new ProviderHttp();
  private final PendingLogin.Seal seal = new PendingLogin.Seal();
  private volatile @Nullable Found found;

  /**
   * How the provider knows this page, and what it says of people.
   *
   * @param issuer of the provider: HTTPS, or HTTP on loopback
   * @param client id that the provider gave
   * @param secret that it gave; empty for a client without
   * @param page how browsers reach this page, without a path
   * @param scopes that are asked for besides {@code openid} and {@code profile}
   * @param claim that says what somebody may do; dots lead into objects
   * @param readers values of which one lets read; empty for everyone who can log in
   * @param editors values of which one lets edit
   */
  public record Setup(
      URI issuer,
      String client,
      String secret,
      URI page,
      List<String> scopes,
      String claim,
      Set<String> readers,
      Set<String> editors) {
    /** Copies the sets. */
    public Setup {
      scopes = List.copyOf(scopes);
      readers = Set.copyOf(readers);
      editors = Set.copyOf(editors);
    }
  }

  private record Found(OIDCProviderMetadata metadata, IDTokenValidator validator) {}

  /**
   * A login begins.
   *
   * @param to where the browser goes
   * @param kept what it keeps meanwhile
   */
  public record Start(URI to, String kept) {}

  /**
   * Somebody who logged in.
   *
   * @param name for people
   * @param reader whether reading is allowed
   * @param editor whether editing is allowed
   * @param to the page to go on with
   * @param hint what the provider wants to see at the logout; may be empty
   */
  public record Person(String name, boolean reader, boolean editor, String to, String hint) {}

  /**
   * A provider that will be asked.
   *
   * @throws ReportException if passwords and codes would go over a network in clear
   */
  public OpenIdProvider(Setup setup, Clock clock) throws IOException {
    this.setup = setup;
    this.clock = clock;
    requireSecret(setup.issuer(), "the provider");
    requireSecret(setup.page(), "the page");
  }

  private static void requireSecret(URI uri, String what) throws IOException {
    boolean here =
        uri.getHost() != null
            && "http".equals(uri.getScheme())
            && InetAddress.getByName(uri.getHost()).isLoopbackAddress();
    if (uri.getHost() == null || !here && !"https".equals(uri.getScheme())) {
      throw ReportException.given(
          what + " cannot be " + uri, "Give an https:// URL; http:// is for loopback alone.");
    }
  }

  /** Whether browsers reach this page by HTTPS. */
  public boolean secure() {
    return "https".equals(setup.page().getScheme());
  }

  /** How browsers call this page in the header {@code Origin}. */
  public String origin() {
    URI page = setup.page();
    return page.getScheme() + "://" + page.getAuthority();
  }

  /**
   * Asks what the provider offers, if it is not known yet.
   *
   * @throws ReportException if it cannot be reached, or is another one
   */
  public void discover() throws IOException {
    found();
  }

  private Found found() throws IOException {
    Found known = found;
    if (known != null) {
      return known;
    }
    String where = setup.issuer().toString().replaceAll("/$", "");
    try {
      URI document = URI.create(where + "/.well-known/openid-configuration");
      OIDCProviderMetadata metadata =
          OIDCProviderMetadata.parse(http.retrieveResource(document.toURL()).getContent());
      if (!metadata.getIssuer().equals(new Issuer(setup.issuer()))) {
        throw new IOException("it calls itself " + metadata.getIssuer());
      }
      JWKSource<SecurityContext> keys =
          JWKSourceBuilder.create(metadata.getJWKSetURI().toURL(), http).retrying(true).build();
      if (metadata.getIDTokenJWSAlgs() == null || metadata.getJWKSetURI() == null) {
        throw new IOException("it does not say how identity tokens are signed");
      }
      Set<JWSAlgorithm> algorithms = new LinkedHashSet<>(metadata.getIDTokenJWSAlgs());
      algorithms.removeIf(each -> !JWSAlgorithm.Family.SIGNATURE.contains(each));
      IDTokenValidator validator =
          new IDTokenValidator(
              metadata.getIssuer(),
              new ClientID(setup.client()),
              new JWSVerificationKeySelector<>(algorithms, keys),
              null);
      known = new Found(metadata, validator);
      found = known;
      return known;
    } catch (ParseException | IllegalArgumentException e) {
      throw failed("what it offers cannot be read: " + e.getMessage(), e);
    } catch (ReportException e) {
      throw e;
    } catch (IOException e) {
      throw failed(e.getMessage(), e);
    }
  }

  private ReportException failed(@Nullable String why, Exception cause) {
    return ReportException.output(
        "the provider " + setup.issuer() + ": " + why,
        "Check --oidc-issuer, and that the provider can be reached from here.",
        cause);
  }

  private URI done() {
    return setup.page().resolve(DONE);
  }

  /**
   * Begins a login.
   *
   * @param to the page to go on with
   * @throws ReportException if the provider cannot be reached
   */
  public Start begin(String to) throws IOException {
    PendingLogin login = PendingLogin.begin(to);
    Scope scope = new Scope("openid", "profile");
    setup.scopes().forEach(scope::add);
    URI asks =
        new AuthenticationRequest.Builder(
                ResponseType.CODE, scope, new ClientID(setup.client()), done())
            .endpointURI(found().metadata().getAuthorizationEndpointURI())
            .state(login.state())
            .nonce(login.nonce())
            .codeChallenge(login.verifier(), CodeChallengeMethod.S256)
            .build()
            .toURI();
    return new Start(asks, seal.sealed(login, clock.instant()));
  }

  /**
   * Ends a login.
   *
   * @param query with which the provider sent the browser back
   * @param kept what the browser kept
   * @throws ReportException of {@link ReportException.Side#GIVEN} if this is not the answer to a
   *     login that began in this browser, or the provider let no one in; else if the provider fails
   */
  public Person finish(String query, String kept) throws IOException {
    PendingLogin login =
        seal.opened(kept, clock.instant())
            .orElseThrow(() -> refused("This login is too old, or began in another browser."));
    AuthorizationResponse answer;
    try {
      answer = AuthorizationResponse.parse(URI.create(done() + "?" + query));
    } catch (ParseException | IllegalArgumentException e) {
      throw refused("The provider sent no answer.");
    }
    boolean other =
        answer.getIssuer() != null
            && !answer.getIssuer().equals(found().metadata().getIssuer()); // RFC 9207
    if (!login.state().equals(answer.getState()) || other) {
      throw refused("This is the answer to another login.");
    }
    if (!answer.indicatesSuccess()) {
      throw refused(
          "The provider refused the login: " + words(answer.toErrorResponse().getErrorObject()));
    }
    try {
      return person(login, answer.toSuccessResponse().getAuthorizationCode());
    } catch (ParseException e) {
      throw failed("its answer cannot be read: " + e.getMessage(), e);
    } catch (BadJOSEException | JOSEException e) {
      throw failed("its identity token is not valid: " + e.getMessage(), e);
    } catch (ReportException e) {
      throw e;
    } catch (IOException e) {
      throw failed(e.getMessage(), e);
    }
  }

  private static ReportException refused(String why) {
    return ReportException.given(why, "Log in again.");
  }

  private static String words(@Nullable ErrorObject error) {
    if (error == null || error.getCode() == null) {
      return "no reason";
    }
    return error.getCode()
        + (error.getDescription() == null ? "" : " (" + error.getDescription() + ")");
  }

  private Person person(
      PendingLogin login, com.nimbusds.oauth2.sdk.@Nullable AuthorizationCode code)
      throws IOException, ParseException, BadJOSEException, JOSEException {
    if (code == null) {
      throw refused("The provider sent no code.");
    }
    OIDCProviderMetadata metadata = found().metadata();
    AuthorizationCodeGrant grant = new AuthorizationCodeGrant(code, done(), login.verifier());
    TokenRequest asks =
        setup.secret().isEmpty()
            ? new TokenRequest(
                metadata.getTokenEndpointURI(), new ClientID(setup.client()), grant, null)
            : new TokenRequest(
                metadata.getTokenEndpointURI(), authentication(metadata), grant, null);
    HTTPResponse answer = asks.toHTTPRequest().send(http);
    TokenResponse tokens = OIDCTokenResponseParser.parse(answer);
    if (!(tokens instanceof OIDCTokenResponse given)) {
      throw refused(
          "The provider took back what it said: "
              + words(tokens.toErrorResponse().getErrorObject()));
    }
    JWT token = given.getOIDCTokens().getIDToken();
    IDTokenClaimsSet claims = found().validator().validate(token, login.nonce());
    Set<String> values = new LinkedHashSet<>();
    Claims.add(values, claims, setup.claim());
    String name = Claims.name(claims);
    if ((values.isEmpty() || name.isEmpty()) && metadata.getUserInfoEndpointURI() != null) {
      ClaimsSet more = userInfo(metadata, given);
      if (!claims.getSubject().getValue().equals(more.getStringClaim("sub"))) {
        throw new ParseException("it speaks of somebody else"); // OpenID Connect Core 1.0 §5.3.2
      }
      Claims.add(values, more, setup.claim());
      name = name.isEmpty() ? Claims.name(more) : name;
    }
    String hint = token.serialize();
    boolean editor = values.stream().anyMatch(setup.editors()::contains);
    return new Person(
        name.isEmpty() ? claims.getSubject().getValue() : name,
        editor || setup.readers().isEmpty() || values.stream().anyMatch(setup.readers()::contains),
        editor,
        login.to(),
        hint.length() > MAX_HINT ? "" : hint);
  }

  private ClientAuthentication authentication(OIDCProviderMetadata metadata) {
    ClientID client = new ClientID(setup.client());
    Secret secret = new Secret(setup.secret());
    List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
    boolean basic =
        methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return basic ? new ClientSecretBasic(client, secret) : new ClientSecretPost(client, secret);
  }

  private ClaimsSet userInfo(OIDCProviderMetadata metadata, OIDCTokenResponse given)
      throws IOException, ParseException {
    UserInfoResponse answer =
        UserInfoResponse.parse(
            new UserInfoRequest(
                    metadata.getUserInfoEndpointURI(), given.getOIDCTokens().getAccessToken())
                .toHTTPRequest()
                .send(http));
    if (!answer.indicatesSuccess() || answer.toSuccessResponse().getUserInfo() == null) {
      throw new ParseException("it says nothing of who logged in");
    }
    return answer.toSuccessResponse().getUserInfo();
  }

  /** Where the browser goes to log out at the provider; empty where it offers no such thing. */
  public Optional<URI> leave(String hint) throws IOException {
    URI end = found().metadata().getEndSessionEndpointURI();
    if (end == null) {
      return Optional.empty();
    }
    JWT token = null;
    try {
      token = hint.isEmpty() ? null : com.nimbusds.jwt.JWTParser.parse(hint);
    } catch (java.text.ParseException e) {
      // the provider asks then
    }
    return Optional.of(
        new LogoutRequest(
                end,
                token,
                null,
                new ClientID(setup.client()),
                setup.page().resolve("/login"),
                null,
                null)
            .toURI());
  }
}
