//! Users and their profiles.

use crate::Conduit;
use crate::failure::Failure;
use crate::state::{Account, Data, UserId};
use conduit_server::profile::*;
use conduit_server::users::*;
use conduit_types::{ProfileResponse, User, UserResponse};
use std::collections::BTreeSet;

impl Conduit {
    fn with_token(&self, id: UserId, user: &User) -> Box<UserResponse> {
        Box::new(UserResponse { user: User { token: self.tokens.issue(id), ..user.clone() } })
    }

    /// The profile, once whom the caller follows has changed.
    fn follow(
        &self,
        name: &str,
        caller: UserId,
        change: fn(&mut BTreeSet<UserId>, UserId) -> bool,
    ) -> Result<ProfileResponse, Failure> {
        let mut data = self.data();
        let other = data.named(name)?;
        change(&mut data.account(caller)?.follows, other);
        Ok(ProfileResponse { profile: data.profile(other, Some(caller))? })
    }
}

/// Names and addresses belong to one user.
fn free(data: &Data, name: Option<&str>, email: Option<&str>) -> Result<(), Failure> {
    let users = || data.accounts.iter().map(|account| &account.user);
    match () {
        () if users().any(|user| Some(user.username.as_str()) == name) => Err(Failure::taken("username")),
        () if users().any(|user| Some(user.email.as_str()) == email) => Err(Failure::taken("email")),
        () => Ok(()),
    }
}

impl Users for Conduit {
    async fn login(&self, request: UsersLoginRequest) -> Result<UsersLoginResponse, Failure> {
        let (data, given) = (self.data(), request.body.user);
        let password = self.tokens.sign(given.password.expose());
        let is_meant = |account: &Account| account.user.email == given.email && account.password == password;
        let id = data.accounts.iter().position(is_meant).ok_or(Failure::CREDENTIALS)?;
        let user = data.accounts.get(id).ok_or(Failure::CREDENTIALS)?;
        Ok(UsersLoginResponse::Ok(self.with_token(UserId(id), &user.user)))
    }

    async fn create_user(&self, request: CreateUserRequest) -> Result<CreateUserResponse, Failure> {
        let (mut data, given) = (self.data(), request.body.user);
        free(&data, Some(&given.username), Some(&given.email))?;
        let user = User { email: given.email, username: given.username, token: String::new(), bio: None, image: None };
        let response = self.with_token(UserId(data.accounts.len()), &user);
        let password = self.tokens.sign(given.password.expose());
        data.accounts.push(Account { user, password, follows: Default::default() });
        Ok(CreateUserResponse::Created(response))
    }

    async fn get_current_user(
        &self,
        _: GetCurrentUserRequest,
        caller: UserId,
    ) -> Result<GetCurrentUserResponse, Failure> {
        Ok(GetCurrentUserResponse::Ok(self.with_token(caller, &self.data().account(caller)?.user)))
    }

    async fn update_current_user(
        &self,
        request: UpdateCurrentUserRequest,
        caller: UserId,
    ) -> Result<UpdateCurrentUserResponse, Failure> {
        let (mut data, given) = (self.data(), request.body.user);
        let User { username: name, email, .. } = data.account(caller)?.user.clone();
        free(
            &data,
            given.username.as_deref().filter(|it| *it != name),
            given.email.as_deref().filter(|it| *it != email),
        )?;
        let Account { user, password, .. } = data.account(caller)?;
        user.username = given.username.unwrap_or(name);
        user.email = given.email.unwrap_or(email);
        if let Some(given) = given.password {
            *password = self.tokens.sign(given.expose());
        }
        if !given.bio.is_absent() {
            user.bio = given.bio.into_value();
        }
        if !given.image.is_absent() {
            user.image = given.image.into_value();
        }
        Ok(UpdateCurrentUserResponse::Ok(self.with_token(caller, user)))
    }
}

impl Profile for Conduit {
    async fn get_profile_by_username(
        &self,
        request: GetProfileByUsernameRequest,
        viewer: Option<UserId>,
    ) -> Result<GetProfileByUsernameResponse, Failure> {
        let data = self.data();
        let profile = data.profile(data.named(&request.username)?, viewer)?;
        Ok(GetProfileByUsernameResponse::Ok(ProfileResponse { profile }))
    }

    async fn follow_user_by_username(
        &self,
        request: FollowUserByUsernameRequest,
        caller: UserId,
    ) -> Result<FollowUserByUsernameResponse, Failure> {
        let profile = self.follow(&request.username, caller, BTreeSet::insert)?;
        Ok(FollowUserByUsernameResponse::Ok(profile))
    }

    async fn unfollow_user_by_username(
        &self,
        request: UnfollowUserByUsernameRequest,
        caller: UserId,
    ) -> Result<UnfollowUserByUsernameResponse, Failure> {
        let profile = self.follow(&request.username, caller, |follows, other| follows.remove(&other))?;
        Ok(UnfollowUserByUsernameResponse::Ok(profile))
    }
}
